import { gh, isPlan, mustGh, send } from "./gh.mjs";

const WAIT_MINUTES = 30;
const BRANCH = "main";
const BY_HAND = "production is a run of its own: gh workflow run deploy-model.yml -f to=production -f version=N";

/** Deploys from main only. */
export const ONLY_MAIN = {
  what: `only from ${BRANCH}`,
  instead: "a branch may deploy: agree that none does",
  settings: () => ({ deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } }),
};

/** Waits for a review: by this person, unless others stand there already. */
export const reviewedBy = ({ reviewer, login }, instead) => ({
  what: `required reviewers (${login}, unless others stood there)`,
  instead,
  settings: (there) => reviewersOf(there) ?? { reviewers: [{ type: "User", id: reviewer }] },
});

/** Makes staging and production, or mends them; what was refused comes back. */
export function environments(repository, person) {
  const reviewed = reviewedBy(person, BY_HAND);
  const later = {
    what: `a wait of ${WAIT_MINUTES} minutes`,
    instead: BY_HAND,
    settings: () => ({ wait_timer: WAIT_MINUTES }),
  };
  return [
    ...environment(repository, "staging", [ONLY_MAIN]),
    ...environment(repository, "production", [ONLY_MAIN, reviewed, later]),
  ];
}

/** All wishes at once where that is allowed, else one after the other: each PUT says the whole environment. */
export function environment(repository, name, wishes) {
  const path = `repos/${repository}/environments/${name}`;
  const { body: there } = gh(["api", path]);
  const put = (some) => send("PUT", path, Object.assign({}, ...some.map(({ settings }) => settings(there))));
  const refused = [];
  let allowed = wishes;
  if (!put(wishes).ok) {
    allowed = [];
    for (const wish of wishes) {
      const { ok, why } = put([...allowed, wish]);
      if (ok) allowed.push(wish);
      else refused.push({ ...wish, what: `${name}, ${wish.what}`, why, isPlan: isPlan(why) });
    }
  }
  if (allowed.includes(ONLY_MAIN)) onlyFromMain(path);
  if (allowed.length > 0) console.log(`${name}: ${allowed.map(({ what }) => what).join(", ")}`);
  return refused;
}

function onlyFromMain(path) {
  const policies = `${path}/deployment-branch-policies`;
  if (mustGh(["api", policies]).branch_policies.some(({ name }) => name === BRANCH)) return;
  const { ok, why } = send("POST", policies, { name: BRANCH, type: "branch" });
  if (!ok) console.log(`${path}: ${BRANCH} may not deploy yet: ${why}`);
}

/** Those who stand there, in the form in which they are sent; undefined where nobody does. */
function reviewersOf(there) {
  const rule = there?.protection_rules?.find(({ type }) => type === "required_reviewers");
  const reviewers = rule?.reviewers?.map(({ type, reviewer }) => ({ type, id: reviewer.id }));
  return reviewers && { reviewers, prevent_self_review: rule.prevent_self_review ?? false };
}
