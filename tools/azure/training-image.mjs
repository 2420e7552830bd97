import { createHash } from "node:crypto";
import { run } from "../process/run.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { mustDocker } from "../workflows/docker.mjs";
import { ensureEnvironment } from "./environment.mjs";
import { setting } from "./settings.mjs";

const DOCKERFILE = "environments/training/Dockerfile";
/** Third-party packages and what installs them; the sources come with each job. */
const CONTENT = [
  "environments/training",
  "package-lock.json",
  "*package.json",
  ".npmrc",
  "tools/danfo-tfjs",
  "tools/setup",
  "tools/process",
  "tools/project.mjs",
  "tools/dvc.mjs",
];

/** Makes the environment of what is in the image now, with `bringImage(version)` before it is made; its version. */
export async function ensureTrainingEnvironment(bringImage) {
  const version = await trainingVersion();
  await ensureEnvironment({
    name: "churn-training",
    file: "environments/training-env.yaml",
    version,
    image: `${setting("AZURE_CONTAINER_REGISTRY")}/${named(version)}`,
    bringImage: () => bringImage(version),
  });
  return version;
}

/** As a registry knows the image of a version. */
export const named = (version) => `churn-training:${version}`;

export const pushTrainingImage = (tag) =>
  mustDocker(["buildx", "build", "--file", DOCKERFILE, "--tag", tag, "--push", "."], { shown: true });

/** Of churn-training: what is in its image. */
export async function trainingVersion() {
  const { code, output: listed } = await run("git", ["ls-files", "--stage", "--", ...CONTENT], { quiet: true });
  if (code !== 0) throw new Stop(EXIT.MISSING, `git ls-files failed: ${listed.trim()}`);
  return createHash("sha256").update(listed).digest("hex").slice(0, 12);
}
