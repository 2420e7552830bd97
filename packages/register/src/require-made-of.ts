import { type GitState, type Lineage, PipelineError } from "@churn/contracts";

/**
 * Where DVC has none of the artifacts, as in a job after the one that trained, the commit stands for them.
 *
 * @param sameSources - the commit that is checked out has the sources of the one that the release names
 * @throws PipelineError ARTIFACT_INVALID when a release was not made of what is checked out
 */
export function requireMadeOf(
  head: GitState,
  { git, data }: Pick<Lineage, "git" | "data">,
  sameSources: boolean,
): void {
  const wrong = [
    ...(git.commit === null || !sameSources
      ? [`it names commit ${git.commit}, not ${head.commit} or one of the same sources`]
      : []),
    ...(git.dirty ? ["it was made of files that no commit holds"] : []),
    ...(head.dirty ? ["what is checked out has changes"] : []),
    ...(data.pinned ? [] : ["it was trained on a table that data.dvc does not pin"]),
  ];
  if (wrong.length === 0) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `the release was not made of the commit that is checked out: ${wrong.join(", and ")}`,
    where: "models/churn/lineage.json",
    fix: "check out the commit that it names; or make it here, and leave --made-elsewhere out: npx dvc repro",
  });
}
