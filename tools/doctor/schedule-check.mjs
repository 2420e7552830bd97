import { existsSync } from "node:fs";
import { join } from "node:path";
import { ask, note, ok } from "./answer.mjs";

const FILE = "scheduled-retrain.yml";
const QUIET_DAYS = 60;
const START = `gh workflow enable ${FILE}`;

/** GitHub itself is not asked: what counts there is the last commit that was pushed. */
export async function schedule(root, now = Date.now()) {
  if (!existsSync(join(root, ".github/workflows", FILE))) return note(`there is no ${FILE}: nobody retrains by itself`);
  const { code, output } = await ask(root, "git", "log", "-1", "--format=%ct");
  if (code !== 0) return note("no commit yet: nothing runs before the first push");
  const days = Math.floor((now / 1000 - Number(output)) / (24 * 60 * 60));
  const quiet = `the last commit is ${days} days old`;
  if (days > QUIET_DAYS) {
    return note(`${quiet}: in a public repository GitHub has stopped ${FILE} after ${QUIET_DAYS} quiet days`, START);
  }
  return ok(`${quiet}; in a public repository GitHub stops ${FILE} after ${QUIET_DAYS} quiet days, \`${START}\``);
}
