import { gh, isPlan, send } from "./gh.mjs";

const WAIT_MINUTES = 30;
const BRANCH = "main";
const BY_HAND = "production is a run of its own: gh workflow run deploy-model.yml -f to=production -f version=N";
const SETTINGS = "Settings → Environments →";

/** Deploys from main only, unless other branches were named. */
export const ONLY_MAIN = {
  what: `only from ${BRANCH}, unless other branches were named`,
  instead: "a branch may deploy: agree that none does",
  leavesOpen: true,
  isMet: (there) => Boolean(there.deployment_branch_policy),
  settings: { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } },
};

/** Waits for a review: by this person, unless others stand there already. */
export const reviewedBy = ({ reviewer, login }, instead) => ({
  what: `required reviewers (${login}, unless others stood there)`,
  instead,
  isMet: (there) => hasRule(there, "required_reviewers"),
  settings: { reviewers: [{ type: "User", id: reviewer }] },
});

const hasRule = (there, kind) => Boolean(there.protection_rules?.some(({ type }) => type === kind));

/** Environment → what is wished of it. */
export function wishesOf(person) {
  const later = {
    what: `a wait of ${WAIT_MINUTES} minutes, unless another was set`,
    instead: BY_HAND,
    isMet: (there) => hasRule(there, "wait_timer"),
    settings: { wait_timer: WAIT_MINUTES },
  };
  return { staging: [ONLY_MAIN], production: [ONLY_MAIN, reviewedBy(person, BY_HAND), later] };
}

/** Makes staging and production, or adds what is missing to what others set; what was refused comes back. */
export const environments = (repository, person) =>
  Object.entries(wishesOf(person)).flatMap(([name, wishes]) => environment(repository, name, wishes));

/** All wishes at once where that is allowed, else one after the other: each PUT says the whole environment. */
export function environment(repository, name, wishes) {
  const path = `repos/${repository}/environments/${name}`;
  const { ok: isThere, body: there, why } = gh(["api", path]);
  if (!isThere && why !== "Not Found")
    return [
      { what: `${name}, as it is`, why, isPlan: false, leavesOpen: true, instead: "it was left alone: run this again" },
    ];
  const kept = settingsOf(there);
  const put = (some) => send("PUT", path, Object.assign({}, ...some.map(({ settings }) => settings), kept));
  const refused = [];
  let allowed = wishes;
  if (!put(wishes).ok) {
    allowed = [];
    for (const wish of wishes) {
      const { ok, why } = put([...allowed, wish]);
      if (ok) allowed.push(wish);
      else refused.push({ ...wish, what: `${name}, ${wish.what}`, why, isPlan: isPlan(why) });
    }
    if (allowed.length === 0) refused.push(...withoutWishes(put([]), name));
  }
  const isByName = !kept.deployment_branch_policy?.protected_branches;
  if (allowed.includes(ONLY_MAIN) && isByName) refused.push(...onlyFromMain(path, name));
  if (allowed.length > 0) console.log(`${name}: ${allowed.map(({ what }) => what).join(", ")}`);
  return refused;
}

/** An environment without a rule still has its variables, and a name that Azure trusts. */
function withoutWishes({ ok, why }, name) {
  const instead = `no job runs as it: make it by hand, ${SETTINGS} New environment`;
  return ok ? [] : [{ what: `${name}, as an environment`, why, isPlan: isPlan(why), isMissing: true, instead }];
}

function onlyFromMain(path, name) {
  const policies = `${path}/deployment-branch-policies`;
  const { body: there } = gh(["api", policies]);
  if (there?.branch_policies?.some(({ name }) => name === BRANCH)) return [];
  const { ok, why } = send("POST", policies, { name: BRANCH, type: "branch" });
  const what = `${name}, ${BRANCH} as a branch that deploys`;
  return ok
    ? []
    : [{ what, why, isPlan: isPlan(why), instead: `nothing deploys: add it by hand, ${SETTINGS} ${name}` }];
}

/** What others have set, in the form in which it is sent: what a PUT does not name is taken away. */
function settingsOf(there) {
  const rule = (kind) => there?.protection_rules?.find(({ type }) => type === kind);
  const { reviewers = [], prevent_self_review = false } = rule("required_reviewers") ?? {};
  const { wait_timer } = rule("wait_timer") ?? {};
  const { deployment_branch_policy } = there ?? {};
  return {
    ...(reviewers.length > 0
      ? { reviewers: reviewers.map(({ type, reviewer }) => ({ type, id: reviewer.id })), prevent_self_review }
      : {}),
    ...(wait_timer ? { wait_timer } : {}),
    ...(deployment_branch_policy ? { deployment_branch_policy } : {}),
  };
}
