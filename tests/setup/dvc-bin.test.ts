import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { expect, test } from "vitest";
import { cleanEnv, temporaryFolder } from "./temporary-folder.ts";

function dvc(folder: string, args: string[], more: Record<string, string> = {}) {
  mkdirSync(join(folder, "packages"), { recursive: true });
  for (const part of ["dvc.mjs", "project.mjs", "setup/dvc.mjs"]) {
    cpSync(join(root, "tools", part), join(folder, "tools", part));
  }
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
