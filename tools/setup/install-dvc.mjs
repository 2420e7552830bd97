import { run } from "../process/run.mjs";
import { step } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { venvPython } from "./dvc.mjs";
import { installLocked } from "./install-locked.mjs";
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

/** Puts the locked DVC into .venv. */
export function installDvc(root, env = process.env) {
  return step("DVC", "installing requirements/dvc.txt into .venv", async (say) => {
    await installLocked({ root, env, python: venvPython(root), lock: "requirements/dvc.txt", say });
    finishVenv(root);
    return `version ${pinnedVersion(root)}`;
  });
}
