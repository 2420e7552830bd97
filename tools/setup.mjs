// `npm run setup`; with `-- --without-data` all but the table, for where another step has the remote's secrets
import { parseArgs } from "node:util";
import { main } from "./process/main.mjs";
import { EXIT, Stop } from "./process/stop.mjs";
import { root } from "./project.mjs";
import { setUp } from "./setup/set-up.mjs";

await main(async () => {
  const withoutData = options()["without-data"] ?? false;
  await setUp(root, { retry: true, withoutData });
  console.log(`Set-up: everything is in place. Next: ${withoutData ? "npm run data" : "npm start"}`);
});

function options() {
  try {
    return parseArgs({ options: { "without-data": { type: "boolean" } } }).values;
  } catch ({ message }) {
    throw new Stop(EXIT.WRONG_USE, message, "npm run setup, or npm run setup -- --without-data");
  }
}
