import { type Alias, aliasesOf, type BrokenVersion, type ModelVersion } from "@churn/registry";

type Listed = {
  versions: readonly ModelVersion[];
  broken: readonly BrokenVersion[];
  aliases: Partial<Record<Alias, number>>;
};

const HEAD = ["version", "aliases", "dataset", "accuracy", "ROC AUC", "commit", "registered (UTC)", "digest"];

/** The versions of the registry as a table for people, the newest first. */
export function modelsTable({ versions, broken, aliases }: Listed): string {
  const rows = versions
    .toReversed()
    .map(({ version, dataset, metrics, git, registeredAt, modelDigest }) => [
      String(version),
      aliasesOf(aliases, version).join(", "),
      dataset,
      metrics.accuracy?.toFixed(4) ?? "–",
      metrics.roc_auc?.toFixed(4) ?? "–",
      git.commit === null ? "none" : `${git.commit.slice(0, 8)}${git.dirty ? " + changes" : ""}`,
      registeredAt.slice(0, 16).replace("T", " "),
      modelDigest.slice(0, 12),
    ]);
  const unusable = broken.map(({ version, fault }) => `version ${version} can't be used: ${fault}`);
  if (rows.length + unusable.length === 0) return "No version is registered yet: npm start trains and registers one.";
  return [...(rows.length > 0 ? [aligned([HEAD, ...rows])] : []), ...unusable].join("\n");
}

export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
