import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findPython } from "@churn/tools/setup/python.mjs";
import { pipSettingsForUv } from "@churn/tools/setup/uv.mjs";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

function folderWithPython(name: string, version: string): string {
  const folder = temporaryFolder({ [name]: `#!/bin/sh\necho version ${version}\n` });
  chmodSync(join(folder, name), 0o755);
  return folder;
}

describe.skipIf(process.platform === "win32")("the Python on PATH", () => {
  test("is taken when it is recent enough", async () => {
    const folder = folderWithPython("python3", "3.9");
    expect(await findPython({ PATH: folder })).toEqual({ command: join(folder, "python3"), version: "3.9" });
  });

  test("is passed over for a newer one of another name", async () => {
    const [old, recent] = [folderWithPython("python3", "3.8"), folderWithPython("python3.12", "3.12")];
    expect(await findPython({ PATH: [old, recent].join(delimiter) })).toMatchObject({ version: "3.12" });
  });

  test.each([
    { when: "too old", path: () => folderWithPython("python3", "3.8"), says: "python3 is 3.8" },
    { when: "missing", path: () => temporaryFolder(), says: "none is on PATH" },
    { when: "a stub that prints nothing", path: () => folderWithPython("python", ""), says: "none is on PATH" },
  ])("is one clear line when it is $when", async ({ path, says }) => {
    const failure = await findPython({ PATH: path() }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^DVC needs Python 3\.9 or newer[^\n]*$/),
    });
    expect(String(failure)).toContain(says);
  });
});

test("uv is told of pip's index and certificate", () => {
  const listed = "global.index-url='https://mirror.example/simple'\n:env:.cert='/certs/own.pem'\n";
  expect(pipSettingsForUv(listed)).toEqual({
    UV_DEFAULT_INDEX: "https://mirror.example/simple",
    SSL_CERT_FILE: "/certs/own.pem",
  });
  expect(pipSettingsForUv("global.timeout='60'\nglobal.extra-index-url='https://b.example'\n")).toEqual({});
});
