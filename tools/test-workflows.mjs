// `npm run test:workflows`: the workflows run by act, with neither Docker nor GitHub, against a fake of its API
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { forgetResults, sumResults } from "./check/test-results.mjs";
import { main } from "./process/main.mjs";
import { run } from "./process/run.mjs";
import { which } from "./process/which.mjs";
import { root } from "./project.mjs";
import { setUp } from "./setup/set-up.mjs";

const FOLDER = "tests/act";
const GET_ACT = "go install github.com/nektos/act@v0.2.89, or ACT_BIN=/path/to/act";
const GET_ACTIONS =
  "clone each action of docs/workflows/actions.md as OWNER+NAME/repo into a folder, and name it in ACT_MIRROR";

await main(async () => {
  const act = process.env.ACT_BIN ?? which(["act"]) ?? which(["act"], { PATH: join(homedir(), "go", "bin") });
  const mirror = process.env.ACT_MIRROR;
  if (!act) return skip("act, which runs them, is not here", GET_ACT);
  if (!mirror || !existsSync(mirror) || !readdirSync(mirror).includes("actions+checkout"))
    return skip("the actions are not here, and act has no way to GitHub", GET_ACTIONS);
  await setUp(root);
  forgetResults(root, [FOLDER]);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--config", join(root, "vitest.config.ts"), "--root", "."];
  await run(process.execPath, args, { cwd: join(root, FOLDER), env: { ...process.env, ACT_BIN: act } });
  const { passed, failed, problems } = sumResults(root, [FOLDER]);
  for (const problem of problems) console.log(`workflows: ${problem}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});

function skip(why, mend) {
  console.log(`The workflows were not run: ${why}.\n  mend:  ${mend}`);
  return 0;
}
