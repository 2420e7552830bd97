import { run } from "../process/run.mjs";
import { step, tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { venvPython } from "./dvc.mjs";
import { findUv } from "./uv.mjs";
import { finishVenv, isVenvReady, pinnedVersion } from "./venv.mjs";

/** Is there a DVC to work with: the locked one in .venv, or the one that DVC_BIN names? */
export async function isDvcReady(root, env = process.env) {
  if (!env.DVC_BIN) return isVenvReady(root);
  const { code } = await run(env.DVC_BIN, ["--version"], { quiet: true });
  if (code === 0) return true;
  throw new Stop(
    EXIT.MISSING,
    `DVC_BIN is ${env.DVC_BIN}, and it cannot be run (exit code ${code}).`,
    "correct DVC_BIN, or unset it: set-up then installs DVC",
  );
}

/** Puts the locked DVC into .venv: with uv, which is ten times as fast, else with pip. */
export function installDvc(root, env = process.env) {
  return step("DVC", "installing requirements/dvc.txt into .venv", async (say) => {
    if (!(await installWithUv(root, env))) await installWithPip(root, env, say);
    finishVenv(root);
    return `version ${pinnedVersion(root)}`;
  });
}

async function installWithUv(root, env) {
  const uv = await findUv(root, env);
  if (!uv) return false;
  const flags = ["--quiet", "--compile-bytecode", "--require-hashes", "--python", venvPython(root)];
  const args = ["pip", "install", ...flags, "-r", "requirements/dvc.txt"];
  const { code } = await run(uv.command, args, { cwd: root, env: uv.env, quiet: true });
  return code === 0;
}

async function installWithPip(root, env, say) {
  say("with pip, as uv could not do it");
  const quietly = ["--no-input", "--progress-bar", "off", "--disable-pip-version-check"];
  const args = ["-m", "pip", "install", ...quietly, "--require-hashes", "-r", "requirements/dvc.txt"];
  let packages = 0;
  const onLine = (line) => {
    if (line.startsWith("Collecting ")) packages += 1;
    if (line.startsWith("Installing collected")) say(`${packages} packages collected, installing them`);
  };
  const { code, output } = await run(venvPython(root), args, { cwd: root, env: { ...env, PIP_USER: "0" }, onLine });
  if (code === 0) return;
  throw new Stop(
    EXIT.MISSING,
    `DVC could not be installed into .venv:\n${tail(output)}`,
    "see that the Python package index is reachable (`python3 -m pip config list`), then run `npm run setup` again",
  );
}
