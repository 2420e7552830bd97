import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { step, tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { fillCache, lastingCache } from "../setup/binding-cache.mjs";
import { venvPython } from "../setup/dvc.mjs";
import { installLocked } from "../setup/install-locked.mjs";
import { findPython, versionOf } from "../setup/python.mjs";

const LOCK = "requirements/mlflow.txt";
const OLDEST_MINOR = 10;

/** The Python that has the locked MLflow; it stays in the user's cache when node_modules goes. */
export async function mlflowPython(root, env = process.env) {
  const base = existsSync(venvPython(root)) ? venvPython(root) : (await findPython(env)).command;
  const version = await versionOf(base);
  if (!version || Number(version.split(".")[1]) < OLDEST_MINOR) {
    throw new Stop(EXIT.MISSING, `MLflow needs Python 3.${OLDEST_MINOR} or newer, and here is ${version}.`);
  }
  const lock = createHash("sha256")
    .update(readFileSync(join(root, LOCK)))
    .digest("hex")
    .slice(0, 12);
  const folder = join(lastingCache(root, env), `mlflow-${lock}-python-${version}`);
  if (!existsSync(folder)) await install({ root, env, base, folder });
  return join(folder, "bin", "python");
}

const install = ({ root, env, base, folder }) =>
  step("MLflow", `installing ${LOCK} into ${folder}`, async (say) => {
    await fillCache(folder, async (unfinished) => {
      const { code, output } = await run(base, ["-m", "venv", unfinished], { quiet: true });
      if (code !== 0) throw new Stop(EXIT.MISSING, `${base} could not make a venv:\n${tail(output)}`);
      await installLocked({ root, env, python: join(unfinished, "bin", "python"), lock: LOCK, say });
    });
    return "installed";
  });
