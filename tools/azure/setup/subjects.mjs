import { mustGh } from "../../github/gh.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";

/**
 * Beginnings of the subject in GitHub's tokens for a repository, in both forms, and the one that it sends. Repositories
 * made or renamed since July 2026 send ids; Azure compares letter by letter.
 */
export function subjectsOf(repository) {
  const { id, owner, name } = mustGh(["api", `repos/${repository}`]);
  const byName = `repo:${owner.login}/${name}`;
  const byIds = `repo:${owner.login}@${owner.id}/${name}@${id}`;
  const how = mustGh(["api", `repos/${repository}/actions/oidc/customization/sub`]);
  if (how.use_default === false && how.include_claim_keys?.join() !== "repo,context") {
    const what = `${repository} has a subject of its own: ${how.include_claim_keys?.join(", ")}.`;
    throw new Stop(
      EXIT.WRONG_USE,
      what,
      `gh api -X PUT repos/${repository}/actions/oidc/customization/sub -F use_default=true`,
    );
  }
  const sent = how.sub_claim_prefix ?? (how.use_immutable_subject ? byIds : byName);
  return { byName, byIds, sent };
}

export const subjectIn = (prefix, environment) => `${prefix}:environment:${environment}`;
