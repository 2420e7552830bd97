import { environment, ONLY_MAIN, reviewedBy, wishesOf } from "../../github/environments.mjs";
import { gh, mustGh } from "../../github/gh.mjs";

const NO_REVIEW = "nobody is asked before infra.yml changes what Azure has: it does so from main only";

/** Each of GitHub's environments before anybody may log in as it: production's from main only. */
const wished = (person) => ({
  ...wishesOf(person),
  dev: [],
  "infra-dev": [reviewedBy(person, NO_REVIEW)],
  "infra-prod": [ONLY_MAIN, reviewedBy(person, NO_REVIEW)],
  "production-rollback": [ONLY_MAIN],
});

/** Returns what was refused; without --apply it only says what is missing. */
export function ensureEnvironments(things, repository, person) {
  const all = Object.entries(wished(person));
  if (things.apply) return all.flatMap(([name, wishes]) => make(repository, name, wishes));
  const { environments: known } = mustGh(["api", `repos/${repository}/environments?per_page=100`]);
  for (const [name, wishes] of all) {
    const there = known.find((one) => one.name === name);
    const unmet = wishes.filter(({ isMet }) => !isMet(there ?? {})).map(({ what }) => `\n           ${what}`);
    const isDone = there && unmet.length === 0;
    console.log(`${isDone ? "there   " : "missing "} GitHub environment ${name}${unmet.join("")}`);
    if (!isDone) things.missing += 1;
  }
  return [];
}

/**
 * infra-dev may let anybody log in as staging, which writes what production deploys: where nobody reviews it, it is
 * main's.
 */
function make(repository, name, wishes) {
  const refused = environment(repository, name, wishes);
  const isAlone = name === "infra-dev" && refused.some(({ settings }) => settings?.reviewers);
  return isAlone ? [...refused, ...environment(repository, name, [ONLY_MAIN])] : refused;
}

/** May a pull request log in to say what would change? Where a reviewer looks first, and it is not main's alone. */
export function isReviewed(repository, person) {
  const { ok, body } = gh(["api", `repos/${repository}/environments/infra-dev`]);
  return ok && reviewedBy(person).isMet(body) && !ONLY_MAIN.isMet(body);
}

/** Rights that lack, or an environment that is not there: then Azure is not to trust its name. */
export const stops = ({ isPlan, isMissing }) => !isPlan || isMissing;

/** Has another branch than main a way to log in as production? Then production is left out. */
export const isOpen = (refused) => refused.some(({ leavesOpen, what }) => leavesOpen && /prod/.test(what));
