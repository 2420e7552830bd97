import {
  type Dataset,
  type EvalMetrics,
  type Lineage,
  METRIC_NAMES,
  type Reference,
  type Signature,
  type SignatureInput,
  type SliceMetrics,
  type Split,
  targetColumn,
} from "@churn/contracts";
import { count, markdownTable, percent, score } from "./markdown.ts";

export type CardParts = {
  dataset: Dataset;
  signature: Signature;
  metrics: EvalMetrics;
  slices: readonly SliceMetrics[];
  split: Split;
  reference: Reference;
  lineage: Lineage;
};

/** MODEL_CARD.md: what a person must know before using the model, all of it from the artifacts of its run. */
export function modelCard(parts: CardParts): string {
  const { dataset } = parts;
  return [
    `# ${dataset.title}: churn model`,
    whatItIs(parts),
    "## Intended use and limits",
    useAndLimits(parts),
    "## Data",
    data(parts),
    "## Held-out customers",
    results(parts),
    "## Gates",
    "Each was passed before this model could be released.",
    gates(parts.lineage),
    besideChampion(parts.lineage),
    "## Slices",
    slices(parts.slices),
    "## Inputs",
    inputs(parts.signature.inputs),
    "## Decision",
    `A customer with a score of ${parts.signature.threshold} or more counts as one who will churn.`,
    "## How to reproduce",
    howToReproduce(parts.lineage),
  ]
    .join("\n\n")
    .concat("\n");
}

function whatItIs({ dataset, signature, lineage: { versions, backend, modelDigest } }: CardParts): string {
  const target = targetColumn(dataset);
  return [
    `A neural network that gives each customer a score between 0 and 1: the estimated probability that \`${target.name}\``,
    `is ${target.positive} (${target.description}), from ${signature.inputs.length} inputs.`,
    `Made with TensorFlow.js ${versions.tfjs} (${backend}). Model digest \`${modelDigest}\`.`,
  ].join(" ");
}

function useAndLimits({ dataset, slices, signature }: CardParts): string {
  const worst = slices.filter((slice) => slice.roc_auc !== null).toSorted((a, b) => a.roc_auc! - b.roc_auc!)[0];
  const missing = signature.inputs.filter((input) => input.missing !== undefined);
  return [
    "- For: ranking customers by risk, so that people can decide whom to talk to.",
    "- Not for: decisions about a person without a person, prices, credit; it says who may leave, not why.",
    `- Knows only customers like those it learned from: ${lowerFirst(dataset.description)}. Scores outside the ranges below are guesses.`,
    ...missing.map(
      ({ name, missing }) => `- \`${name}\` that is missing is read as "${missing}", and as nothing else.`,
    ),
    ...(worst
      ? [`- Weakest slice: ${worst.name}, ROC AUC ${score(worst.roc_auc)} on ${count(worst.rows)} customers.`]
      : []),
    "- Customers change. What was measured here holds for the table below and must be watched from then on.",
  ].join("\n");
}

function data({ dataset, split, reference, lineage: { data } }: CardParts): string {
  const { rows } = split;
  const reasons = Object.entries(split.reasons).map(([reason, n]) => `${count(n)} ${reason}`);
  return markdownTable(
    ["what", "value"],
    [
      ["table", `${dataset.name}: ${lowerFirst(dataset.description)}`],
      ["source", dataset.source],
      ["md5", data.md5],
      ["pinned by data.dvc", data.pinned ? "yes" : "no"],
      ...Object.entries(data.meta).map(([name, value]) => [name.replaceAll("_", " "), asText(value)]),
      ["rows in", count(rows.in)],
      ["rows rejected", [count(rows.rejected), ...reasons].join("; ")],
      ["trained on", `${count(rows.train)}, of whom ${percent(reference.churnRate)} churned`],
      ["validated on", count(rows.val)],
      ["held out", count(rows.test)],
    ],
  );
}

function results({ metrics }: CardParts): string {
  const rows = METRIC_NAMES.map((name) => {
    const interval = metrics.intervals[name];
    return [name, score(metrics[name]), interval ? `${score(interval.lower)} to ${score(interval.upper)}` : "–"];
  });
  const intro = `${count(metrics.rows)} customers, ${count(metrics.churners)} of whom churned; none was trained on.`;
  return `${intro}\n\n${markdownTable(["metric", "value", "95 % interval"], rows)}`;
}

function gates({ gates }: Lineage): string {
  const rows = gates.map(({ metric, slice, value, threshold, atLeast }) => {
    return [metric, slice ?? "all", score(value), `${atLeast ? "at least" : "at most"} ${score(threshold)}`];
  });
  return markdownTable(["metric", "customers", "value", "gate"], rows);
}

function besideChampion({ comparison: { champion, status, why } }: Lineage): string {
  if (champion === null) return "No version was in production to compare it with.";
  const named = `version ${champion.version}, then in production`;
  if (status !== "compared") return `It was not compared with ${named}: ${why}.`;
  return `It was compared with ${named}, on customers that neither was trained on.`;
}

function slices(slices: readonly SliceMetrics[]): string {
  if (slices.length === 0) return "The dataset contract names no slice.";
  const rows = slices.map(({ name, rows, churners, accuracy, recall, roc_auc, calibration_error }) => {
    return [name, count(rows), count(churners), ...[accuracy, recall, roc_auc, calibration_error].map(score)];
  });
  const head = ["slice", "rows", "churners", "accuracy", "recall", "roc_auc", "calibration_error"];
  return markdownTable(head, rows);
}

function inputs(inputs: readonly SignatureInput[]): string {
  const rows = inputs.map(({ name, type, description, unit, range, categories, missing }) => {
    const values = range ? `${range[0]} to ${range[1]}` : (categories?.join(", ") ?? "0 or 1");
    return [`\`${name}\``, description, type, unit ?? "", values, missing ?? "not allowed"];
  });
  return markdownTable(["input", "what", "type", "unit", "values", "missing means"], rows);
}

function howToReproduce({ git, data, backend, machine, versions }: Lineage): string {
  const commands = ["npm run setup", "npm run data", "npx dvc repro", "cat models/churn/lineage.json"];
  if (git.commit === null) return "It was made outside of a git repository: no commit names its sources.";
  const warning = git.dirty
    ? "The tree had changes that no commit holds, so this commit may give another model.\n\n"
    : "";
  const pin = data.pinned ? "" : "The table is not the one that data.dvc pins; it must be had by its md5.\n\n";
  const made = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${warning}${pin}\`\`\`sh
git checkout ${git.commit}
${commands.join("\n")}
\`\`\`

The model digest is the same on the same kind of machine: ${machine.platform}, ${machine.cpu}, backend ${backend}, ${made.join(", ")}. Elsewhere the metrics agree, and floating-point sums differ in the last digits.`;
}

const asText = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
