import { environment, environments, ONLY_MAIN, reviewedBy } from "../../github/environments.mjs";
import { gh } from "../../github/gh.mjs";

const NO_REVIEW = "nobody is asked before infra.yml changes what Azure has: agree who may write to this repository";

/**
 * GitHub's environments before anybody may log in as theirs: production's from main only. Returns what was refused;
 * without --apply it only says which are missing.
 */
export function ensureEnvironments(things, repository, person, stages) {
  const reviewed = reviewedBy(person, NO_REVIEW);
  if (things.apply) {
    return [
      ...environments(repository, person),
      ...environment(repository, "dev", []),
      ...environment(repository, "infra-dev", [reviewed]),
      ...environment(repository, "infra-prod", [ONLY_MAIN, reviewed]),
      ...environment(repository, "production-rollback", [ONLY_MAIN]),
    ];
  }
  const known = gh(["api", `repos/${repository}/environments?per_page=100`]).body?.environments ?? [];
  for (const name of stages.flatMap(({ infra, environments }) => [infra, ...environments])) {
    const isThere = known.some((one) => one.name === name);
    console.log(`${isThere ? "there   " : "missing "} GitHub environment ${name}`);
    if (!isThere) things.missing += 1;
  }
  return [];
}

/** Has another branch than main a way to log in as production? Then production is left out. */
export const isOpen = (refused) => refused.some(({ leavesOpen, what }) => leavesOpen && /prod/.test(what));
