// `npm run test:integration`: what only a real MLflow server can prove
import { join } from "node:path";
import { forgetResults, sumResults } from "./check/test-results.mjs";
import { main } from "./process/main.mjs";
import { run } from "./process/run.mjs";
import { root } from "./project.mjs";
import { lockedPython } from "./setup/locked-python.mjs";
import { setUp } from "./setup/set-up.mjs";

const FOLDER = "tests/integration";

await main(async () => {
  await setUp(root);
  const env = { ...process.env, MLFLOW_PYTHON: await lockedPython(root, "mlflow", { oldestMinor: 10 }) };
  for (const name of Object.keys(env)) if (name.startsWith("MLFLOW_TRACKING_")) delete env[name];
  forgetResults(root, [FOLDER]);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--config", join(root, "vitest.integration.config.ts"), "--root", "."];
  await run(process.execPath, args, { cwd: join(root, FOLDER), env });
  const { passed, failed, problems } = sumResults(root, [FOLDER]);
  for (const problem of problems) console.log(`integration: ${problem}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});
