// `npm run check`
import { runChecks } from "./check/run-checks.mjs";
import { main } from "./process/main.mjs";
import { root } from "./project.mjs";

await main(() => runChecks(root));
