import { join } from "node:path";
import { run } from "../process/run.mjs";
import { forgetResults, sumResults } from "./test-results.mjs";
import { misplacedFiles } from "./tracked-files.mjs";
import { testedWorkspaces } from "./workspaces.mjs";

const TURBO_ENV = {
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  DO_NOT_TRACK: "1",
  CHURN_NODE: process.version, // a result of one Node is none of another
  ...(!process.stdout.isTTY && { NO_COLOR: "1" }),
};

/** Every check, one after the other, all of them even when one fails; the last line is the sum of the tests. */
export async function runChecks(root) {
  const failures = (await misplacedFiles(root)).map((line) => `tracked file ${line}`);
  for (const task of ["boundaries", "//#lint", "//#typecheck"]) {
    if (!(await turbo(root, task === "boundaries" ? [task] : ["run", task])))
      failures.push(`${task.replace("//#", "")} failed`);
  }
  const workspaces = testedWorkspaces(root);
  forgetResults(root, workspaces);
  await turbo(root, ["run", "test", "--continue"]);
  const { passed, failed, skipped, problems } = sumResults(root, workspaces);
  for (const problem of [...failures, ...problems]) console.log(`check: ${problem}`);
  console.log("check: not tested here is the way to a real MLflow server; `npm run test:integration` does it");
  const count = `${passed} passed, ${failed + failures.length} failed`;
  console.log(skipped > 0 ? `${count}, ${skipped} skipped` : count);
  return failed + failures.length > 0 ? 1 : 0;
}

async function turbo(root, args) {
  const bin = join(root, "node_modules", "turbo", "bin", "turbo");
  const flags = args[0] === "run" ? ["--concurrency=2", "--output-logs=errors-only", "--ui=stream"] : [];
  const { code } = await run(process.execPath, [bin, ...args, ...flags, "--no-update-notifier"], {
    cwd: root,
    env: { ...process.env, ...TURBO_ENV },
  });
  return code === 0;
}
