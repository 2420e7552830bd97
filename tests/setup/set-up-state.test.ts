import { createHash } from "node:crypto";
import { readPin } from "@churn/tools/setup/data.mjs";
import { packagesMatchLock } from "@churn/tools/setup/node-modules.mjs";
import { checkNode } from "@churn/tools/setup/node-version.mjs";
import { isVenvReady } from "@churn/tools/setup/venv.mjs";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

describe("Node", () => {
  test.each(["20.19.0", "20.19.5", "22.1.0", "26.0.0"])("%s is recent enough", (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });
  test.each(["20.18.9", "18.20.0", "19.30.0"])("%s is one line and exit code 2", (version) => {
    expect(() => checkNode(version)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/^Node .*$/) }),
    );
  });
});

describe("node_modules", () => {
  const locked = {
    "": {},
    "packages/a": { version: "1.0.0" },
    "node_modules/a": { resolved: "packages/a", link: true },
    "node_modules/b": { version: "2.0.0", integrity: "sha512-b" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true, os: ["none"], cpu: [process.arch] },
  };
  const installed = {
    "node_modules/a": { resolved: "packages/a", link: true },
    "node_modules/b": locked["node_modules/b"],
  };
  const here = { version: "1.0.0", optional: true, os: [process.platform], cpu: [process.arch] };
  const matches = (lock: object, tree?: object) =>
    packagesMatchLock(
      temporaryFolder({
        "package-lock.json": JSON.stringify({ packages: lock }),
        ...(tree && { "node_modules/.package-lock.json": JSON.stringify({ packages: tree }) }),
      }),
    );

  test("matches although another platform's package is not there", () => expect(matches(locked, installed)).toBe(true));
  test.each([
    { when: "nothing is installed", lock: locked, tree: undefined },
    { when: "a version differs", lock: locked, tree: { ...installed, "node_modules/b": { version: "1.9.0" } } },
    { when: "a workspace is new", lock: { ...locked, "node_modules/c": { link: true } }, tree: installed },
    { when: "it was made on another platform", lock: { ...locked, "node_modules/here": here }, tree: installed },
  ])("does not match when $when", ({ lock, tree }) => expect(matches(lock, tree)).toBe(false));
});

describe(".venv", () => {
  const requirements = { "requirements/dvc.txt": "dvc==3.0.0 \\\n    --hash=sha256:0\n" };

  test.each([
    { when: "there is none", files: {} },
    { when: "it was left half-way", files: { ".venv/churn-starter.json": `{"requirements":"unfinished"}` } },
    {
      when: "its folder was moved",
      files: { ".venv/churn-starter.json": `{"requirements":"x","folder":"/elsewhere/.venv"}` },
    },
    { when: "its Python is gone", files: { ".venv/pyvenv.cfg": "home = /gone\n" } },
  ])("is not ready when $when", async ({ files }) => {
    expect(await isVenvReady(temporaryFolder({ ...requirements, ...files }))).toBe(false);
  });
});

describe("the data's pin", () => {
  const md5 = createHash("md5").update("a\n1\n").digest("hex");

  test("is read in the form that people write and in DVC's own", async () => {
    for (const text of [
      `outs:\n- {md5: ${md5}, size: 4, path: data/customers.csv}\n`,
      `outs:\n- md5: ${md5}\n  size: 4\n`,
    ]) {
      const folder = temporaryFolder({ "data.dvc": text, "data/customers.csv": "a\n1\n" });
      expect(await readPin(folder)).toEqual({ pinned: md5, actual: md5 });
    }
  });

  test("is undefined, as the table's md5, where there is none", async () => {
    expect(await readPin(temporaryFolder())).toEqual({ pinned: undefined, actual: undefined });
  });
});
