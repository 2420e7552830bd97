// VERSION BUNDLE: registers the model in Azure ML's registry, under the same number
import { registered, versionNamed } from "../../deploy/registered.mjs";
import { main } from "../../process/main.mjs";
import { ensureModel } from "./model.mjs";

await main(async () => {
  const [typed, bundle] = process.argv.slice(2);
  await ensureModel(versionNamed(typed, registered()), bundle);
});
