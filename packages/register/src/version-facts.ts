import type { Lineage } from "@churn/contracts";
import { type Alias, aliasesOf, type ModelVersion } from "@churn/registry";
import { aligned } from "./models.ts";

/** What is known of a version: name → value, in the order in which an auditor asks. */
export type Facts = ReadonlyMap<string, string>;

export function versionFacts(version: ModelVersion, lineage: Lineage, aliases: Partial<Record<Alias, number>>): Facts {
  const { git, data, comparison, machine } = lineage;
  const { md5, pinned, splitSalt, meta } = data;
  const facts = {
    aliases: aliasesOf(aliases, version.version),
    dataset: version.dataset,
    "registered at": version.registeredAt,
    "registered by": version.registeredBy,
    commit: git.commit,
    branch: git.branch,
    tree: git.dirty ? "with changes that no commit holds" : "clean",
    "also built by": version.alsoBuiltBy.map(({ commit, dirty }) => `${commit}${dirty ? " with changes" : ""}`),
    "dvc.lock": version.dvcLock,
    "model digest": version.modelDigest,
    "release digest": version.releaseDigest,
    data: { md5, pinned, "split salt": splitSalt, ...meta },
    params: lineage.params,
    inputs: lineage.inputs,
    versions: lineage.versions,
    backend: lineage.backend,
    machine,
    metrics: lineage.metrics,
    "compared with": comparison.champion
      ? `version ${comparison.champion.version}: ${comparison.why ?? comparison.status}`
      : comparison.status,
    "also compared with": version.alsoCompared.map(({ champion }) => `version ${champion?.version ?? "none"}`),
  };
  return new Map(flat(facts));
}

/** Nested values under names joined by a dot; a list in one line. */
function flat(value: object, prefix = ""): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]): [string, string][] => {
    const name = `${prefix}${key}`;
    if (Array.isArray(inner)) return [[name, inner.length > 0 ? inner.join(", ") : "none"]];
    if (typeof inner === "object" && inner !== null) return flat(inner, `${name}.`);
    return [[name, inner === null ? "none" : String(inner)]];
  });
}

export const factsText = (facts: Facts): string => aligned([...facts]);

/** Only what differs between two versions, in three columns. */
export function differenceText(names: readonly [string, string], one: Facts, other: Facts): string {
  const keys = [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
  if (keys.length === 0) return `${names[0]} and ${names[1]} are the same in everything that is known`;
  return aligned([["", ...names], ...keys.map((key) => [key, one.get(key) ?? "–", other.get(key) ?? "–"])]);
}
