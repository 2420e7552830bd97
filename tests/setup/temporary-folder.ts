import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "@churn/tools/project.mjs";
import { onTestFinished } from "vitest";

/** A folder with these files that is gone after the test; its name has a space in it. */
export function temporaryFolder(files: Record<string, string> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "churn tools ")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) writeIn(folder, path, text);
  return folder;
}

export function writeIn(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The environment without a git hook's variables, a git identity, or settings of this machine or of the job that tests. */
export function cleanEnv(home: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|DVC_|TFJS_|MLFLOW_|GITHUB_|ACTIONS_|RUNNER_|AZURE_)/.test(name),
  );
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: "1", ...more };
}

/** Calls an exported function of a tool in a process of its own, as the commands do. */
export function callTool(module: string, call: string, env: NodeJS.ProcessEnv) {
  const url = (path: string) => JSON.stringify(pathToFileURL(join(root, "tools", path)).href);
  const script = `import { main } from ${url("process/main.mjs")};
    import * as tool from ${url(module)};
    await main(async () => { await tool.${call}; });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    env,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}
