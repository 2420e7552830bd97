// VERSION FOLDER: makes the image that has this version inside, and pushes it under its digest only
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../process/main.mjs";
import { mustDocker } from "../workflows/docker.mjs";
import { output, tell } from "../workflows/outputs.mjs";
import { imageName, logIn } from "./images.mjs";
import { registered, versionNamed } from "./registered.mjs";

await main(async () => {
  const [typed, bundle] = process.argv.slice(2);
  const { GITHUB_SHA, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  const { version, modelDigest } = versionNamed(typed, registered());
  const folder = mkdtempSync(join(tmpdir(), "churn-image-"));
  const metadata = join(folder, "metadata.json");
  const buildArgs = { MODEL_VERSION: version, MODEL_DIGEST: modelDigest, REVISION: GITHUB_SHA };
  logIn();
  // docker's own builder makes neither SBOM nor provenance
  mustDocker(["buildx", "create", "--driver", "docker-container", "--use"]);
  mustDocker(
    [
      ...["buildx", "build", "--file", "packages/serve/Dockerfile", "--target", "with-model"],
      ...["--build-context", `bundle=${bundle}`],
      ...Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      ...["--label", `org.opencontainers.image.source=${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`],
      ...["--provenance", "mode=max", "--sbom", "true"],
      ...["--output", `type=image,name=${imageName()},push-by-digest=true,name-canonical=true,push=true`],
      ...["--metadata-file", metadata, "."],
    ],
    { shown: true },
  );
  const digest = JSON.parse(readFileSync(metadata, "utf8"))["containerimage.digest"];
  rmSync(folder, { recursive: true });
  output({ digest });
  tell(`Image of version ${version}, commit ${GITHUB_SHA.slice(0, 12)}: \`${imageName()}@${digest}\``);
});
