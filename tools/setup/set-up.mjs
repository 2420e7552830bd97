import { Stop } from "../process/stop.mjs";
import { prepareBackend } from "./backend.mjs";
import { bringData } from "./data.mjs";
import { prepareRepository } from "./git.mjs";
import { installDvc, isDvcReady } from "./install-dvc.mjs";
import { inTurn } from "./lock.mjs";
import { installPackages } from "./node-modules.mjs";
import { checkNode } from "./node-version.mjs";
import { makeVenv } from "./venv.mjs";

/** Everything that a run needs, each only where it is missing; what can go side by side does. */
export function setUp(root, { retry = false, withoutData = false } = {}) {
  checkNode();
  return inTurn(root, "set-up", () => bringAll(root, retry, withoutData));
}

async function bringAll(root, retry, withoutData) {
  await prepareRepository(root);
  const dvcIsReady = await isDvcReady(root);
  if (!dvcIsReady) await makeVenv(root);
  await together(packagesAndBackend(root, retry), dvcIsReady || installDvc(root));
  if (!withoutData) await bringData(root);
}

async function packagesAndBackend(root, retry) {
  await installPackages(root);
  await prepareBackend(root, { retry });
}

// what did not fail is brought to its end, so that the next try finds it done
async function together(...works) {
  const results = await Promise.allSettled(works);
  const reasons = results.flatMap(({ status, reason }) => (status === "rejected" ? [reason] : []));
  const bug = reasons.find((reason) => !(reason instanceof Stop));
  if (bug) throw bug;
  const messages = new Set(reasons.map(({ message }) => message));
  if (messages.size > 0) throw new Stop(reasons[0].exitCode, [...messages].join("\n"));
}
