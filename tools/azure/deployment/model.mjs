import { EXIT, Stop } from "../../process/stop.mjs";
import { lookUp, mustAz } from "../az.mjs";
import { setting } from "../settings.mjs";

const named = (version) => [
  ...["--name", "churn", "--version", String(version)],
  ...["--registry-name", setting("AZURE_MODEL_REGISTRY")],
];

/** Registers a bundle under the number that it has here, where that is free; a number has one model for ever. */
export async function ensureModel(version, bundle) {
  if (await modelThere(version)) return console.log(`churn ${version.version} is registered`);
  const tags = [`modelDigest=${version.modelDigest}`, `releaseDigest=${version.releaseDigest}`];
  const create = ["ml", "model", "create", "--type", "custom_model", "--path", bundle, "--tags", ...tags];
  await mustAz([...create, ...named(version.version)]);
  return console.log(`churn ${version.version} registered`);
}

/** Whether it is registered, which it must be as the same model. */
export async function modelThere({ version, modelDigest }) {
  const there = await lookUp(["ml", "model", "show", ...named(version)]);
  if (!there || there.tags?.modelDigest === modelDigest) return there !== undefined;
  const registry = setting("AZURE_MODEL_REGISTRY");
  const other = there.tags?.modelDigest ?? "no digest";
  const what = `churn ${version} in ${registry} is another model: ${other}, expected ${modelDigest}.`;
  throw new Stop(EXIT.CHECK_SAID_NO, what, "deploy a new version: a number that was used elsewhere can't be taken");
}
