// `npm run setup`
import { main } from "./process/main.mjs";
import { root } from "./project.mjs";
import { setUp } from "./setup/set-up.mjs";

await main(async () => {
  await setUp(root, { retry: true });
  console.log("Set-up: everything is in place. Next: npm start");
});
