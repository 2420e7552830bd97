// `npm run init -- --name acme --holder "Acme Ltd"`: the project gets the name of whoever owns it from now on
import { parseArgs } from "node:util";
import { rename } from "./init/rename.mjs";
import { main } from "./process/main.mjs";
import { EXIT, Stop } from "./process/stop.mjs";
import { root } from "./project.mjs";

await main(async () => {
  for (const line of await rename(root, options())) console.log(line);
});

function options() {
  try {
    return parseArgs({ options: { name: { type: "string" }, holder: { type: "string" }, owner: { type: "string" } } })
      .values;
  } catch ({ message }) {
    throw new Stop(EXIT.WRONG_USE, message, 'npm run init -- --name acme --holder "Acme Ltd" --owner @acme/models');
  }
}
