import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnv } from "../setup/temporary-folder.ts";
import { projectFile } from "../support/project-file.ts";

/** What a program of a workflow left in the job's outputs and summary. */
export function runProgram(program: string, cwd: string, more: Record<string, string>) {
  const files = { GITHUB_OUTPUT: join(cwd, "output.log"), GITHUB_STEP_SUMMARY: join(cwd, "summary.log") };
  for (const path of Object.values(files)) writeFileSync(path, "");
  const github = { GITHUB_REPOSITORY: "acme/churn", GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "9" };
  const env = cleanEnv(cwd, { ...files, ...github, GITHUB_TOKEN: "t0ken", ...more });
  return new Promise<{ exitCode: number; said: string; outputs: string; summary: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [projectFile(`tools/workflows/${program}.mjs`)],
      { cwd, env },
      (_, out, err) =>
        resolve({
          exitCode: child.exitCode ?? -1,
          said: out + err,
          outputs: readFileSync(files.GITHUB_OUTPUT, "utf8"),
          summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
        }),
    );
  });
}
