// `npm run bench:start`: a newcomer's first `npm start` with empty caches, the second one, and a `dvc repro` with nothing to do
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";

const work = mkdtempSync(join(tmpdir(), "churn-start-"));
const project = join(work, "project");
const home = join(work, "home");
try {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  for (const path of tracked.split("\0").filter(Boolean)) cpSync(join(root, path), join(project, path));
  mkdirSync(home);
  const registry = execFileSync("npm", ["config", "get", "registry"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  writeFileSync(join(home, ".npmrc"), `registry=${registry.trim()}\n`);
  const first = time("npm", ["start"], "inherit");
  const second = time("npm", ["start"], "ignore");
  const nothing = time(process.execPath, ["tools/dvc.mjs", "repro"], "ignore");
  console.log(`\nfirst npm start, empty caches: ${first.toFixed(1)} s`);
  console.log(
    `second npm start: ${second.toFixed(1)} s, of which a dvc repro with nothing to do: ${nothing.toFixed(1)} s`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

function time(command: string, args: string[], stdio: "inherit" | "ignore"): number {
  const began = performance.now();
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home };
  for (const name of Object.keys(env)) if (/^(npm_|XDG_)/i.test(name)) delete env[name];
  const { status } = spawnSync(command, args, { cwd: project, env, stdio });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
  return (performance.now() - began) / 1000;
}
