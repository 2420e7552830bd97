import { EXIT, Stop } from "../process/stop.mjs";
import { docker, mustDocker } from "../workflows/docker.mjs";

const HOST = "ghcr.io";
// the second line is what a registry says, to whoever is logged in, of a repository that has no image yet
const ABSENT = [
  /not found|manifest unknown|no such manifest/i,
  /(?<!permission )denied|\b403\b|forbidden|name[ _]unknown/i,
];

/** The repository's own container registry; it takes no capitals. */
export const imageName = (env = process.env) => `${HOST}/${env.GITHUB_REPOSITORY.toLowerCase()}`;

/** A digest or a tag of that registry, in docker's words. */
export const imageReference = (named, env) => `${imageName(env)}${named.startsWith("sha256:") ? "@" : ":"}${named}`;

export function logIn({ GITHUB_ACTOR, GITHUB_TOKEN } = process.env) {
  mustDocker(["login", HOST, "--username", GITHUB_ACTOR, "--password-stdin"], { input: GITHUB_TOKEN });
}

/**
 * What is known of an image without bringing it, once logged in: {digest, version, modelDigest, commit}; undefined where
 * there is none.
 */
export function lookAt(named) {
  const reference = imageReference(named);
  const { code, output, error } = docker(["buildx", "imagetools", "inspect", reference, "--format", "{{json .}}"]);
  if (code !== 0 && ABSENT.some((words) => words.test(error))) return undefined;
  if (code !== 0) throw new Stop(EXIT.MISSING, `${reference} can't be looked at: ${error}`, "run the job again");
  const { manifest, image } = JSON.parse(output);
  const labels = image?.config?.Labels ?? {};
  return {
    digest: manifest.digest,
    version: Number(labels["churn.model.version"]),
    modelDigest: labels["churn.model.digest"],
    commit: labels["org.opencontainers.image.revision"],
  };
}

/** Puts a tag on an image that is there: the same digest, or it fails. */
export function tagImage(tag, digest) {
  const args = ["buildx", "imagetools", "create", "--prefer-index=false", "--tag", imageReference(tag)];
  mustDocker([...args, imageReference(digest)]);
  const now = lookAt(tag)?.digest;
  if (now === digest) return;
  throw new Stop(EXIT.CHECK_SAID_NO, `${imageReference(tag)} is ${now}, not ${digest}.`, "run the job again");
}
