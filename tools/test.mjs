// `npm test`: everything that a fresh clone needs first
import { runChecks } from "./check/run-checks.mjs";
import { main } from "./process/main.mjs";
import { root } from "./project.mjs";
import { setUp } from "./setup/set-up.mjs";

await main(async () => {
  await setUp(root);
  return runChecks(root);
});
