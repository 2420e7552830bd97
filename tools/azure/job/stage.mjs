// `node stage.mjs PROGRAM --in NAME=PATH --out NAME=PATH`: a stage program in a job of Azure ML. It writes to the
// machine's own disk, as a mounted output may be neither renamed nor appended to, and what it wrote is copied out also
// when it said no: why, is in there.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyTo } from "./copy-to.mjs";
import { linkPackages } from "./link-packages.mjs";

const [program, ...args] = process.argv.slice(2);
const local = mkdtempSync(join(tmpdir(), "stage-"));
const outputs = args.flatMap((arg, i) => (args[i - 1] === "--out" ? [arg.split(/=(.*)/s)] : []));
const here = args.map((arg, i) => {
  const name = arg.split("=")[0];
  return args[i - 1] === "--out" ? `${name}=${join(local, name)}` : arg;
});

linkPackages(".");
const { status, error } = spawnSync(process.execPath, ["--import", "tsx/esm", program, ...here], {
  stdio: "inherit",
  env: known(process.env),
});
if (error) throw error;
for (const [name, path] of outputs) if (existsSync(join(local, name))) await copyTo(join(local, name), path);
rmSync(local, { recursive: true });
process.exitCode = status ?? 1;

/** An input of a pipeline may not be empty: `unknown` stands for none. */
function known({ GIT_COMMIT, GIT_BRANCH, ...env }) {
  const stated = Object.entries({ GIT_COMMIT, GIT_BRANCH }).filter(([, value]) => value && value !== "unknown");
  return { ...env, ...Object.fromEntries(stated) };
}
