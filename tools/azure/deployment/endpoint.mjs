import { EXIT, Stop } from "../../process/stop.mjs";
import { az, lookUp, mustAz } from "../az.mjs";
import { deploymentOverrides, endpointOverrides, setArguments } from "../overrides.mjs";
import { poll } from "../poll.mjs";
import { read } from "../run-az.mjs";
import { inWorkspace, setting } from "../settings.mjs";
import { allToOne, inWords, isSame, nobody } from "./traffic.mjs";

const FILE = "endpoints/deployment.yaml";
const ENDS = ["Succeeded", "Failed", "Canceled"];
/** Making machines takes a quarter of an hour at most, as a rule. */
const PATIENCE_MS = 40 * 60_000;
const CONFLICT = /conflict|\b409\b|in progress|being updated/i;
const TRIES = 3;

const endpoint = () => ["--name", setting("AZURE_ENDPOINT"), ...inWorkspace()];
const deployment = (colour) => ["--name", colour, "--endpoint-name", setting("AZURE_ENDPOINT"), ...inWorkspace()];

/**
 * {state, traffic, scoringUri} of the environment's endpoint, once nothing changes there any more: an update goes on in
 * Azure when the az that began it was ended. Undefined where there is none.
 */
export async function showEndpoint() {
  const show = ["ml", "online-endpoint", "show", ...endpoint()];
  let there = await lookUp(show);
  if (there && !ENDS.includes(there.provisioning_state)) {
    await poll(show, { key: "provisioning_state", ends: ENDS, patienceMs: PATIENCE_MS });
    there = await lookUp(show);
  }
  return there && { state: there.provisioning_state, traffic: there.traffic ?? {}, scoringUri: there.scoring_uri };
}

export async function ensureEndpoint(file) {
  const there = await showEndpoint();
  if (there?.state === "Succeeded") return there;
  if (there) {
    const isAsked = !isSame(there.traffic, {});
    const mend = isAsked ? allToOne(there.traffic) : `az ml online-endpoint delete ${endpoint().join(" ")} --yes`;
    throw new Stop(EXIT.CHECK_SAID_NO, `The endpoint ${setting("AZURE_ENDPOINT")} is ${there.state}.`, mend);
  }
  const set = setArguments(endpointOverrides({ name: setting("AZURE_ENDPOINT") }));
  await mustAz(["ml", "online-endpoint", "create", "--file", file, ...set, ...inWorkspace()]);
  return showEndpoint();
}

/** Gives the endpoint this map, and nothing to whatever else has traffic; ends well only where it has it then. */
export async function setTraffic(map) {
  for (let tried = 1; tried <= TRIES; tried++) {
    const wanted = { ...nobody((await showEndpoint()).traffic), ...map };
    const update = ["ml", "online-endpoint", "update", ...endpoint(), "--traffic", inWords(wanted)];
    const ended = await az(update);
    if (ended.code !== 0 && CONFLICT.test(ended.error) && tried < TRIES) continue;
    read(update, ended);
    const { traffic } = await showEndpoint();
    if (isSame(traffic, wanted)) return;
  }
  throw new Stop(EXIT.MISSING, `Azure took the traffic ${inWords(map)}, and has another.`, "run the job again");
}

/** {version, environment, state} of a colour; undefined where it is not there. */
export async function showDeployment(colour) {
  const there = await lookUp(["ml", "online-deployment", "show", ...deployment(colour)]);
  return there && { version: last(there.model), environment: last(there.environment), state: there.provisioning_state };
}

/** Whether a colour is well and has this version as this image. */
export const holds = (there, { version, environment }) =>
  there?.state === "Succeeded" && there.version === version && there.environment === environment;

/** Of `azureml:churn-scoring:VERSION` and of `…/versions/VERSION`. */
const last = (reference) => String(reference).split(/[:/]/).at(-1);

export const deleteDeployment = (colour) =>
  mustAz(["ml", "online-deployment", "delete", ...deployment(colour), "--yes"]);

/** Makes a colour, and waits until it is there; what it wrote is shown where it does not become well. */
export async function createDeployment(colour, { environment, version, instances }) {
  const registry = setting("AZURE_MODEL_REGISTRY");
  const named = { colour, endpoint: setting("AZURE_ENDPOINT"), environment, registry, model: version, instances };
  const set = setArguments(deploymentOverrides(named));
  await mustAz(["ml", "online-deployment", "create", "--file", FILE, ...set, ...inWorkspace(), "--no-wait"]);
  const show = ["ml", "online-deployment", "show", ...deployment(colour)];
  const state = await poll(show, { key: "provisioning_state", ends: ENDS, patienceMs: PATIENCE_MS });
  if (state === "Succeeded") return;
  const logs = await az(["ml", "online-deployment", "get-logs", ...deployment(colour), "--lines", "100"]);
  const how = state ? `ended as ${state}` : `is not ready after ${PATIENCE_MS / 60_000} minutes`;
  throw new Stop(EXIT.CHECK_SAID_NO, `${colour} ${how}:\n${logs.output || logs.error}`);
}
