import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
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
