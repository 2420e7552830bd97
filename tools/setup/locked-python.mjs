import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { step, tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { fillCache, lastingCache } from "./binding-cache.mjs";
import { venvPython } from "./dvc.mjs";
import { installLocked } from "./install-locked.mjs";
import { findPython, versionOf } from "./python.mjs";

/** A Python that has what requirements/NAME.txt locks; it stays in the user's cache when node_modules goes. */
export async function lockedPython(root, name, { oldestMinor, env = process.env }) {
  const lock = `requirements/${name}.txt`;
  const base = existsSync(venvPython(root)) ? venvPython(root) : (await findPython(env)).command;
  const version = await versionOf(base);
  if (!version || Number(version.split(".")[1]) < oldestMinor) {
    throw new Stop(EXIT.MISSING, `${lock} needs Python 3.${oldestMinor} or newer, and here is ${version}.`);
  }
  const digest = createHash("sha256")
    .update(readFileSync(join(root, lock)))
    .digest("hex")
    .slice(0, 12);
  const folder = join(lastingCache(root, env), `${name}-${digest}-python-${version}`);
  if (!existsSync(folder)) await install({ root, env, base, folder, lock });
  return join(folder, "bin", "python");
}

const install = ({ root, env, base, folder, lock }) =>
  step("Python", `installing ${lock} into ${folder}`, async (say) => {
    await fillCache(folder, async (unfinished) => {
      const { code, output } = await run(base, ["-m", "venv", unfinished], { quiet: true });
      if (code !== 0) throw new Stop(EXIT.MISSING, `${base} could not make a venv:\n${tail(output)}`);
      await installLocked({ root, env, python: join(unfinished, "bin", "python"), lock, say });
    });
    return "installed";
  });
