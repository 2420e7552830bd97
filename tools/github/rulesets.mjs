import { gh, isPlan, send } from "./gh.mjs";

const INSTEAD = "a red check does not stop a merge: look at it, and agree that nobody merges one";

/** Makes the repository's ruleset of that name, or brings it to what the file says; what was refused comes back. */
export function applyRuleset(repository, ruleset) {
  const path = `repos/${repository}/rulesets`;
  const { ok: may, body: known, why: whyNot } = gh(["api", path]);
  const there =
    may && known.find(({ name, source_type: source }) => name === ruleset.name && source !== "Organization");
  const sent = there ? send("PUT", `${path}/${there.id}`, ruleset) : may && send("POST", path, ruleset);
  const why = sent ? sent.why : whyNot;
  if (!sent?.ok) return [{ what: `the rules of ${ruleset.name}`, why, isPlan: isPlan(why), instead: INSTEAD }];
  console.log(`${ruleset.name}: ${ruleset.rules.map(({ type }) => type.replaceAll("_", " ")).join(", ")}`);
  return [];
}
