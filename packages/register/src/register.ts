import type { Bundle } from "@churn/bundle";
import { type GitState, PipelineError } from "@churn/contracts";
import { type Alias, aliasesOf, type ModelVersion, type Registry } from "@churn/registry";

export type Registered = { version: ModelVersion; created: boolean; aliases: Alias[] };

/**
 * Publishes a bundle as a new version, or finds it among those that are there, and makes it the candidate.
 *
 * @param head - the commit whose files made it, as DVC says; noted when it is another than the bundle names
 * @param untraceable - a shared registry takes it too when no commit or data pin names what it was made of, as its
 * version then says
 * @throws PipelineError ARTIFACT_INVALID when it was not compared with a champion that there is
 * @throws PipelineError CHECK_FAILED when a shared registry is to take such a one without being told so
 */
export async function register(
  registry: Registry,
  { folder, lineage, signature, modelDigest, releaseDigest }: Bundle,
  {
    at,
    by,
    head,
    dvcLock,
    untraceable,
  }: { at: string; by: string; head: GitState; dvcLock: string | null; untraceable?: true | undefined },
): Promise<Registered> {
  requireCompared(lineage);
  if (registry.shared && !untraceable) requireTraceable(lineage, registry.location);
  const { accuracy, f1_score, roc_auc } = lineage.metrics;
  const { version, created } = await registry.add(folder, {
    modelDigest,
    releaseDigest,
    registeredAt: at,
    registeredBy: by,
    dataset: signature.dataset,
    metrics: { accuracy, f1_score, roc_auc },
    gates: lineage.gates,
    dvcLock,
    git: lineage.git,
    data: { md5: lineage.data.md5, pinned: lineage.data.pinned },
  });
  const builds = [lineage.git, ...(head.dirty ? [] : [head])];
  for (const git of builds) await registry.noteAlsoBuiltBy(version.version, { ...git, at, by });
  // its bundle, which stays as it is, names the champion of its first time
  if (!created && lineage.comparison.champion) {
    await registry.noteComparison(version.version, { ...lineage.comparison, at, by });
  }
  await registry.setAlias({ alias: "candidate", to: version.version, at, by, why: "registered" });
  return { version, created, aliases: aliasesOf(await registry.aliases(), version.version) };
}

function requireCompared({ comparison: { status, champion } }: Bundle["lineage"]): void {
  if (status !== "not available") return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `the model was not compared with the champion, version ${champion?.version}, whose bundle was not there`,
    where: "models/churn/lineage.json",
    fix: "run `npm run champion`, `npx dvc repro -f evaluate` and `npx dvc repro`, then again",
  });
}

function requireTraceable({ git, data }: Bundle["lineage"], registry: string): void {
  const untraceable = [
    ...(git.dirty ? ["it was made of files that no commit holds"] : []),
    ...(data.pinned ? [] : ["it was trained on a table that data.dvc does not pin"]),
  ];
  if (untraceable.length === 0) return;
  throw new PipelineError("CHECK_FAILED", {
    what: `${registry} is shared and takes no model that nobody can trace: ${untraceable.join(", and ")}`,
    where: "models/churn/lineage.json",
    fix: "commit what has changed, run `npx dvc repro -s -f release`, then again; or add --untraceable, and the version says so",
  });
}

/** What a person reads at the end. */
export function registeredLine(model: string, { version, created, aliases }: Registered): string {
  const named = `version ${version.version} (sha256 ${version.modelDigest.slice(0, 12)}…)`;
  return created
    ? `Registered ${model} ${named} as ${aliases.join(", ")}.`
    : `Already registered as ${named}, ${aliases.join(", ")}.`;
}
