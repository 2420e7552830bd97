import { EXIT, Stop } from "../../process/stop.mjs";
import { az, lookUp, mustAz } from "../az.mjs";
import { deploymentOverrides, endpointOverrides, setArguments } from "../overrides.mjs";
import { poll } from "../poll.mjs";
import { inWorkspace, setting } from "../settings.mjs";
import { inWords, nobody } from "./traffic.mjs";

const FILE = "endpoints/deployment.yaml";
const ENDS = ["Succeeded", "Failed", "Canceled"];
/** Making machines takes a quarter of an hour at most, as a rule. */
const PATIENCE_MS = 40 * 60_000;

const endpoint = () => ["--name", setting("AZURE_ENDPOINT"), ...inWorkspace()];
const deployment = (colour) => ["--name", colour, "--endpoint-name", setting("AZURE_ENDPOINT"), ...inWorkspace()];

/** {traffic, scoringUri} of the environment's endpoint; undefined where there is none. */
export async function showEndpoint() {
  const there = await lookUp(["ml", "online-endpoint", "show", ...endpoint()]);
  return there && { traffic: there.traffic ?? {}, scoringUri: there.scoring_uri };
}

export async function ensureEndpoint(file) {
  const there = await showEndpoint();
  if (there) return there;
  const set = setArguments(endpointOverrides({ name: setting("AZURE_ENDPOINT") }));
  await mustAz(["ml", "online-endpoint", "create", "--file", file, ...set, ...inWorkspace()]);
  return showEndpoint();
}

/** Gives the endpoint this map, and nothing to whatever else has traffic. */
export async function setTraffic(map) {
  const { traffic } = await showEndpoint();
  const wanted = { ...nobody(traffic), ...map };
  if (inWords(wanted) === inWords({ ...nobody(wanted), ...traffic })) return;
  await mustAz(["ml", "online-endpoint", "update", ...endpoint(), "--traffic", inWords(wanted)]);
}

/** {version, environment, state} of a colour; undefined where it is not there. */
export async function showDeployment(colour) {
  const there = await lookUp(["ml", "online-deployment", "show", ...deployment(colour)]);
  return there && { version: last(there.model), environment: last(there.environment), state: there.provisioning_state };
}

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
