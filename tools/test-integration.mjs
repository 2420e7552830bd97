// `npm run test:integration`: what only real servers can prove: MLflow, PostgreSQL, S3
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
  const foreign = /^(MLFLOW_TRACKING_|AWS_|WAREHOUSE_URL$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  env.MLFLOW_PYTHON = await lockedPython(root, "mlflow", { oldestMinor: 10 });
  env.S3_PYTHON = await lockedPython(root, "s3", { oldestMinor: 10 });
  forgetResults(root, [FOLDER]);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--config", join(root, "vitest.integration.config.ts"), "--root", "."];
  await run(process.execPath, args, { cwd: join(root, FOLDER), env });
  const { passed, failed, problems } = sumResults(root, [FOLDER]);
  for (const problem of problems) console.log(`integration: ${problem}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});
