// The image that training runs in, and the environment that names it: made anew only when what is in it has changed
import { createHash } from "node:crypto";
import { main } from "../process/main.mjs";
import { run } from "../process/run.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { mustDocker } from "../workflows/docker.mjs";
import { output } from "../workflows/outputs.mjs";
import { mustAz } from "./az.mjs";
import { ensureEnvironment } from "./environment.mjs";
import { registryName, setting } from "./settings.mjs";

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

await main(async () => {
  const version = await contentHash();
  const image = `${setting("AZURE_CONTAINER_REGISTRY")}/churn-training:${version}`;
  await ensureEnvironment({
    name: "churn-training",
    file: "environments/training-env.yaml",
    version,
    image,
    bringImage: async () => {
      await mustAz(["acr", "login", "--name", registryName()]);
      mustDocker(["buildx", "build", "--file", DOCKERFILE, "--tag", image, "--push", "."], { shown: true });
    },
  });
  output({ environment: version });
});

async function contentHash() {
  const { code, output: listed } = await run("git", ["ls-files", "--stage", "--", ...CONTENT], { quiet: true });
  if (code !== 0) throw new Stop(EXIT.MISSING, `git ls-files failed: ${listed.trim()}`);
  return createHash("sha256").update(listed).digest("hex").slice(0, 12);
}
