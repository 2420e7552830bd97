// TAG IMAGE: puts a tag on an image that is in the registry already; staging and production only where the alias of that
// name is on the same model
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { tell } from "../workflows/outputs.mjs";
import { imageName, logIn, lookAt, tagImage } from "./images.mjs";
import { otherModel, registered } from "./registered.mjs";

await main(async () => {
  const [tag, named] = process.argv.slice(2);
  logIn();
  const image = lookAt(named);
  if (!image) throw new Stop(EXIT.MISSING, `${imageName()} has no ${named}.`, "deploy that version, which makes it");
  const isAlias = ["staging", "production"].includes(tag);
  const other = isAlias ? otherModel(image, tag, registered()) : undefined;
  if (other) throw new Stop(EXIT.CHECK_SAID_NO, `${other}.`, "npm run models -- history says who moved it");
  tagImage(tag, image.digest);
  tell(`\`${tag}\` is version ${image.version}: \`${imageName()}@${image.digest}\``);
});
