import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnv, temporaryFolder } from "../setup/temporary-folder.ts";
import { projectFile } from "../support/project-file.ts";

type Given = { args?: string[]; cwd?: string; env?: Record<string, string> };

/**
 * Runs a program as a job would: what it said, and what it left in the job's outputs and summary.
 *
 * @param program - below tools/, without its ending
 */
export function runProgram(program: string, { args = [], cwd = temporaryFolder(), env = {} }: Given = {}) {
  const files = { GITHUB_OUTPUT: join(cwd, "output.log"), GITHUB_STEP_SUMMARY: join(cwd, "summary.log") };
  for (const path of Object.values(files)) writeFileSync(path, "");
  const github = {
    GITHUB_REPOSITORY: "acme/churn",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_WORKFLOW: "train",
    GITHUB_REF_NAME: "main",
    GITHUB_RUN_ID: "9",
    GITHUB_SHA: "c0ffee00c0ffee00",
    GITHUB_ACTOR: "ada",
    GITHUB_TOKEN: "t0ken",
  };
  const options = { cwd, env: cleanEnv(cwd, { ...files, ...github, ...env }) };
  return new Promise<{ exitCode: number; said: string; outputs: string; summary: string }>((resolve) => {
    const command = [projectFile(`tools/${program}.mjs`), ...args];
    const child = execFile(process.execPath, command, options, (_, out, err) =>
      resolve({
        exitCode: child.exitCode ?? -1,
        said: out + err,
        outputs: readFileSync(files.GITHUB_OUTPUT, "utf8"),
        summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
      }),
    );
  });
}
