import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { callTool, cleanEnv, temporaryFolder } from "./temporary-folder.ts";

const take = (folder: string) =>
  callTool("setup/lock.mjs", `takeLock(${JSON.stringify(folder)}, "start")`, cleanEnv(folder));
const lockOf = (pid: number | string) => ({ ".dvc/tmp/npm-start.lock": `${pid}\n` });

test("is given back at the end", () => {
  const folder = temporaryFolder();
  expect(take(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(readdirSync(join(folder, ".dvc", "tmp"))).toEqual([]);
});

test("of a process that is alive refuses, and names it", () => {
  const { pid = 0, ...child } = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  onTestFinished(() => void process.kill(pid));
  const { code, stderr } = take(temporaryFolder(lockOf(pid)));
  expect(child.exitCode).toBeNull();
  expect(code).toBe(2);
  expect(stderr).toContain(`\`npm start\` is already running here (process ${pid})`);
});

test.each([
  { whose: "a dead process", content: () => spawnSync(process.execPath, ["-e", ""]).pid },
  { whose: "nobody", content: () => "" },
])("of $whose is taken over", ({ content }) => {
  const folder = temporaryFolder(lockOf(content()));
  expect(take(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(existsSync(join(folder, ".dvc", "tmp", "npm-start.lock"))).toBe(false);
});
