import { imageReference } from "../../deploy/images.mjs";
import { lookUp } from "../az.mjs";
import { ensureEnvironment } from "../environment.mjs";
import { registryName, setting } from "../settings.mjs";
import { importImage } from "./import-image.mjs";

const REPOSITORY = "churn";

/** What an environment of the scoring image is called: as the image's bytes are. */
export const environmentOf = (digest) => digest.replace("sha256:", "").slice(0, 12);

/** Brings the image, the same bytes, and makes the environment that names it. */
export async function ensureScoringEnvironment(digest) {
  await ensureEnvironment({
    name: "churn-scoring",
    file: "environments/scoring-env.yaml",
    version: environmentOf(digest),
    image: `${setting("AZURE_CONTAINER_REGISTRY")}/${REPOSITORY}@${digest}`,
    bringImage: () => bring(digest),
  });
}

async function bring(digest) {
  const image = `${REPOSITORY}@${digest}`;
  if (await lookUp(["acr", "repository", "show", "--name", registryName(), "--image", image])) return;
  await importImage(imageReference(digest), ["--repository", REPOSITORY]);
}
