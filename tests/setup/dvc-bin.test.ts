import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { expect, test } from "vitest";
import { cleanEnv, temporaryFolder } from "./temporary-folder.ts";

function dvc(folder: string, args: string[], more: Record<string, string> = {}) {
  mkdirSync(join(folder, "packages"), { recursive: true });
  cpSync(join(root, "tools"), join(folder, "tools"), { recursive: true });
  const options = { cwd: join(folder, "packages"), env: cleanEnv(folder, more), encoding: "utf8" } as const;
  return spawnSync(process.execPath, [join(folder, "tools", "dvc.mjs"), ...args], options);
}

test("says in one line that DVC is not there yet", () => {
  const { status, stderr } = dvc(temporaryFolder(), ["repro"]);
  expect(stderr).toBe("DVC is not installed yet: run `npm run setup`\n");
  expect(status).toBe(3);
});

test("passes arguments, folder and exit code on", () => {
  const folder = temporaryFolder();
  const { status, stdout } = dvc(folder, ["-p", "process.cwd()"], { DVC_BIN: process.execPath });
  expect(stdout.trim()).toBe(join(folder, "packages"));
  expect(status).toBe(0);
  expect(dvc(folder, ["-e", "process.exit(7)"], { DVC_BIN: process.execPath }).status).toBe(7);
});

test("passes a signal on", () => {
  const { signal } = dvc(temporaryFolder(), ["-e", "process.kill(process.pid, 'SIGTERM')"], {
    DVC_BIN: process.execPath,
  });
  expect(signal).toBe("SIGTERM");
});

test("names a DVC_BIN that is not there", () => {
  const { status, stderr } = dvc(temporaryFolder(), ["repro"], { DVC_BIN: "/nowhere/dvc" });
  expect(stderr).toMatch(/^\/nowhere\/dvc cannot be started .*DVC_BIN\n$/);
  expect(status).toBe(3);
});

test("does not let DVC try for minutes at a remote that nothing answers at", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise((resolve) => server.close(resolve));
  const remote = `[core]\n    remote = far\n['remote "far"']\n    url = s3://b\n['remote "near"']\n    url = /tmp\n`;
  const local = `['remote "far"']\n    endpointurl = ${endpoint}\n`;
  const folder = temporaryFolder({ ".dvc/config": remote, ".dvc/config.local": local });
  const answer = (word: string, args: string[] = [], more = {}) =>
    dvc(folder, [word, ...args], { DVC_BIN: "/nowhere/dvc", ...more }).stderr;
  const dead = `The DVC remote far does not answer at ${endpoint}: ECONNREFUSED. Nothing was touched.\n  mend:  start that server`;
  expect(answer("pull")).toContain(dead);
  expect(answer("push", ["data.dvc"])).toContain(dead);
  const passedOn = "/nowhere/dvc cannot be started";
  expect(answer("status")).toContain(passedOn);
  expect(answer("pull", ["-r", "near"])).toContain(passedOn);
  expect(answer("pull", [], { HTTPS_PROXY: "http://proxy" })).toContain(passedOn);
});

test("does not let DVC pin another table in silence", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "data.dvc"), `outs:\n- md5: ${"f".repeat(32)}\n  path: data/customers.csv\n`);
  writeFileSync(join(folder, "data/customers.csv"), "mine\n");
  const answer = (...args: string[]) => dvc(folder, args, { DVC_BIN: process.execPath });
  expect(answer("repro").stderr).toContain("is not the table that data.dvc pins");
  expect(answer("exp", "run").status).toBe(1);
  expect(answer("--version").status).toBe(0);
});
