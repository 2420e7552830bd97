import { createHash } from "node:crypto";
import { type Column, type Dataset, idColumn, Params, type Validation } from "@churn/contracts";
import type { Row } from "./make-shop.ts";

/** Customer number i of any contract: values all over their ranges; what may be missing is in every seventh row. */
export function makeCustomerOf(dataset: Dataset, i: number, changed: Row = {}): Row {
  const columns = Object.entries(dataset.columns).map(([name, column], k) => [name, textOf(column, i, k)]);
  return { ...Object.fromEntries(columns), ...changed };
}

function textOf(column: Column, i: number, k: number): string {
  const random = ((i * 7919 + k * 104_729 + i * k * 31) % 10_007) / 10_007; // in [0, 1), another for each column
  if ("missing" in column && typeof column.missing === "object" && i % 7 === 0) return "";
  switch (column.type) {
    case "text":
      return `c${i}`;
    case "date":
      return "2026-01-31";
    case "integer":
    case "decimal": {
      const [low, high] = column.range;
      return (low + random * (high - low)).toFixed(column.type === "integer" ? 0 : 2);
    }
    case "flag":
      return random < 0.3 ? "1" : "0";
    case "category":
      return column.categories[Math.floor(random * column.categories.length)] as string;
    case "label":
      return i % 4 === 0 ? column.positive : column.negative;
  }
}

export const makeCustomersOf = (dataset: Dataset, count: number): Row[] =>
  Array.from({ length: count }, (_, i) => makeCustomerOf(dataset, i + 1));

/** What validate says of this table: by default that it may be trained on. */
export const makeValidation = (dataset: Dataset, csv: string, changed: Partial<Validation> = {}): Validation => ({
  dataset: dataset.name,
  data: { md5: createHash("md5").update(csv).digest("hex"), bytes: Buffer.byteLength(csv) },
  rows: csv.split("\n").length - 2,
  churnRate: 0.25,
  passed: true,
  errors: [],
  ...changed,
});

export const makeParams = (dataset: Dataset, preprocess: Partial<Params["preprocess"]> = {}): Params =>
  Params.parse({
    dataset: dataset.name,
    preprocess: { validationFraction: 0.15, testFraction: 0.2, ...preprocess },
    train: {
      seed: 1,
      hiddenUnits: [4],
      activation: "relu",
      piecewiseLinearPieces: 0,
      dropout: 0,
      learningRate: 0.01,
      batchSize: 32,
      epochs: 1,
      patience: 1,
    },
    evaluate: { threshold: 0.5 },
    gate: { [dataset.name]: { accuracy: 0.5, slices: {} } },
    drift: { minRows: 500, significance: 0.01, psi: 0.1 },
  });

/** The place in [0, 1) that decides which part a customer belongs to, from the promise of the split. */
export function placeOf(dataset: Dataset, row: Row): number {
  const id = row[idColumn(dataset).name];
  return Number(createHash("md5").update(`${dataset.splitSalt}:${id}`).digest().readBigUInt64LE(0)) / 2 ** 64;
}
