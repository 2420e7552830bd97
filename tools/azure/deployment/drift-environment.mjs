// The image of the weekly drift, and the environment that names it. It comes by way of the repository's own container
// registry, as the scoring image does: production's identity may import into Azure's, and not push
import { imageReference, logIn } from "../../deploy/images.mjs";
import { main } from "../../process/main.mjs";
import { ensureTrainingEnvironment, named, pushTrainingImage } from "../training-image.mjs";
import { importImage } from "./import-image.mjs";

await main(async () => {
  await ensureTrainingEnvironment(async (version) => {
    const image = imageReference(`training-${version}`);
    logIn();
    pushTrainingImage(image);
    await importImage(image, ["--image", named(version)]);
  });
});
