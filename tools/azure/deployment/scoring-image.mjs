import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageReference } from "../../deploy/images.mjs";
import { lookUp, mustAz } from "../az.mjs";
import { ensureEnvironment } from "../environment.mjs";
import { registryName, setting } from "../settings.mjs";

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
    bringImage: () => importImage(digest),
  });
}

async function importImage(digest) {
  const image = `${REPOSITORY}@${digest}`;
  if (await lookUp(["acr", "repository", "show", "--name", registryName(), "--image", image])) return;
  const folder = mkdtempSync(join(tmpdir(), "churn-azure-"));
  const file = join(folder, "token");
  try {
    // az reads what stands behind @ from the file: arguments can be seen by every process
    writeFileSync(file, setting("GITHUB_TOKEN"), { mode: 0o600 });
    const from = ["--source", imageReference(digest), "--username", setting("GITHUB_ACTOR"), "--password", `@${file}`];
    await mustAz(["acr", "import", "--name", registryName(), ...from, "--repository", REPOSITORY]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
