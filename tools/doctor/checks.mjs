import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "../process/stop.mjs";
import { loadFailure, readBackend } from "../setup/backend.mjs";
import { venvPython } from "../setup/dvc.mjs";
import { refuseIgnoredFolder } from "../setup/git.mjs";
import { isDvcReady } from "../setup/install-dvc.mjs";
import { packagesMatchLock } from "../setup/node-modules.mjs";
import { isNodeRecent, MINIMUM_NODE } from "../setup/node-version.mjs";
import { findPython, versionOf } from "../setup/python.mjs";
import { ask, askDvc, broken, note, ok, SETUP } from "./answer.mjs";
import { data, remote, warehouse } from "./data-checks.mjs";
import { schedule } from "./schedule-check.mjs";

export const checks = [
  { name: "Node", look: node },
  { name: "npm packages", look: packages },
  { name: "Python", look: python },
  { name: "DVC", look: dvc },
  { name: "git", look: git },
  { name: "git identity", look: identity },
  { name: "TensorFlow", look: backend },
  { name: "data", look: data },
  { name: "params.yaml", look: params },
  { name: "warehouse", look: warehouse },
  { name: "DVC remote", look: remote },
  { name: "registry", look: registry },
  { name: "MLflow", look: mlflow },
  { name: "schedule", look: schedule },
];

function node() {
  const { version, versions } = process;
  return isNodeRecent(versions.node)
    ? ok(version)
    : broken(`${version} is older than ${MINIMUM_NODE.join(".")}`, "install Node 24");
}

function packages(root) {
  return packagesMatchLock(root)
    ? ok("as package-lock.json names them")
    : broken("node_modules is not what package-lock.json names");
}

async function python(root) {
  const version = existsSync(venvPython(root)) && (await versionOf(venvPython(root)));
  if (version) return ok(`${version} in .venv`);
  if (process.env.DVC_BIN) return note("no .venv: DVC_BIN is used");
  return orBroken(
    async () => broken(`.venv is missing or broken; Python ${(await findPython()).version} is on PATH`),
    "install Python 3.9 or newer",
  );
}

function dvc(root) {
  return orBroken(async () => {
    if (!(await isDvcReady(root))) return broken("the version that requirements/dvc.txt names is not in .venv");
    const { output } = await askDvc(root, "--version");
    return ok(`${output.trim()}${process.env.DVC_BIN ? `, from DVC_BIN=${process.env.DVC_BIN}` : ""}`);
  }, "correct DVC_BIN, or unset it");
}

function git(root) {
  return orBroken(async () => {
    const { code, output } = await ask(root, "git", "rev-parse", "--show-toplevel");
    if (code === 127) return broken("git is not on PATH", "install git");
    if (code !== 0) return broken("this folder is in no repository");
    await refuseIgnoredFolder(root);
    const hasCommit = (await ask(root, "git", "rev-parse", "-q", "--verify", "HEAD")).code === 0;
    return hasCommit
      ? ok(`repository ${output.trim()}`)
      : note("no commit yet, and `dvc exp run` wants one", "git add -A && git commit");
  }, "move the folder, or change that .gitignore");
}

async function identity(root) {
  const [name, email] = await Promise.all(["user.name", "user.email"].map((key) => ask(root, "git", "config", key)));
  if (name.code === 0 && email.code === 0) return ok(`${name.output.trim()} <${email.output.trim()}>`);
  return note("`dvc exp run` wants one", "git config --global user.name NAME; git config --global user.email ADDRESS");
}

async function backend(root) {
  if (process.env.TFJS_BACKEND === "wasm")
    return note("WebAssembly, because TFJS_BACKEND=wasm asks for it", "unset TFJS_BACKEND");
  const failure = await loadFailure(root);
  if (!failure) return ok(readBackend(root)?.note ?? "native");
  const known = readBackend(root);
  return known?.backend === "wasm" ? note(known.note, SETUP) : broken(`the native library ${failure}`);
}

const READ_PARAMS = `
  const { readParams } = await import("./packages/runtime/src/index.ts");
  await readParams().catch((error) => { console.log(error.message.split("\\n").slice(0, 2).join(" ")); process.exit(1); });
`;

async function params(root) {
  const args = ["--import", "tsx/esm", "--input-type=module", "-e", READ_PARAMS];
  const { code, output } = await ask(root, process.execPath, ...args);
  if (code === 0) return ok("every key is valid");
  return broken(output.trim().split("\n")[0], "edit params.yaml, or git checkout params.yaml");
}

function registry(root) {
  const folder = join(root, "registry");
  if (!existsSync(folder)) return note("nothing is registered yet", "npm start");
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    return ok("registry/ can be read and written");
  } catch {
    return broken("registry/ can't be read and written", `chmod -R u+rwX "${folder}"`);
  }
}

async function mlflow() {
  const { MLFLOW_TRACKING_URI } = process.env;
  if (!MLFLOW_TRACKING_URI) return note("not used: MLFLOW_TRACKING_URI is not set");
  const address = withoutCredentials(MLFLOW_TRACKING_URI);
  if (!address) return broken("MLFLOW_TRACKING_URI is no http:// or https:// address", "correct it, or unset it");
  try {
    const { ok: healthy, status } = await fetch(`${address}/health`, { signal: AbortSignal.timeout(3_000) });
    return healthy ? ok(`${address} answers`) : broken(`${address} answers ${status}`, "correct MLFLOW_TRACKING_URI");
  } catch {
    return broken(`${address} does not answer`, "start that server, or unset MLFLOW_TRACKING_URI");
  }
}

/** Fit to be shown and to be fetched. */
export function withoutCredentials(address) {
  if (!URL.canParse(address) || !/^https?:/.test(address)) return undefined;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`.replace(/\/+$/, "");
}

async function orBroken(look, mend) {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Stop) return broken(error.message.split("\n")[0], mend);
    throw error;
  }
}
