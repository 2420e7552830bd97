// The image that training runs in, and the environment that names it: made anew only when what is in it has changed
import { main } from "../process/main.mjs";
import { output } from "../workflows/outputs.mjs";
import { mustAz } from "./az.mjs";
import { registryName, setting } from "./settings.mjs";
import { ensureTrainingEnvironment, named, pushTrainingImage } from "./training-image.mjs";

await main(async () => {
  const environment = await ensureTrainingEnvironment(async (version) => {
    await mustAz(["acr", "login", "--name", registryName()]);
    pushTrainingImage(`${setting("AZURE_CONTAINER_REGISTRY")}/${named(version)}`);
  });
  output({ environment });
});
