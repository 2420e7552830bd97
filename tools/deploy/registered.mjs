import { readFileSync } from "node:fs";
import { EXIT, Stop } from "../process/stop.mjs";

/** What `npm run --silent models -- --json` said: {versions, aliases}. */
export const registered = () => JSON.parse(readFileSync("models.json", "utf8"));

/** The version with this number, as somebody typed it. */
export function versionNamed(typed, { versions }) {
  const found = versions.find(({ version }) => String(version) === typed);
  if (found) return found;
  const known = versions.map(({ version }) => version).join(", ") || "none";
  throw new Stop(EXIT.WRONG_USE, `${JSON.stringify(typed)} is no version; there are: ${known}.`, "type its number");
}

/** Why this image may not go under an alias's name; undefined where both are one model. */
export function otherModel(image, alias, { versions, aliases }) {
  const version = versions.find((one) => one.version === aliases[alias]);
  if (!version) return `no version is ${alias} in the registry`;
  if (image.version === version.version && image.modelDigest === version.modelDigest) return undefined;
  const inWords = ({ version, modelDigest = "none" }) => `version ${version} (sha256 ${modelDigest.slice(0, 12)}…)`;
  return `the image holds ${inWords(image)}, but ${alias} is ${inWords(version)}`;
}
