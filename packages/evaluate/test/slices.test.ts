import { type Dataset, defineDataset, METRIC_NAMES } from "@churn/contracts";
import { evaluate } from "@churn/metrics";
import { useFolders } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { sliceMetrics, sliceTable } from "../src/slices.ts";
import { makeSlice } from "./make-metrics.ts";

const makeFolder = useFolders();

const described = { role: "feature", description: "for this test" } as const;
const makeDataset = (slices: Dataset["slices"]) =>
  defineDataset({
    name: "shop",
    title: "Shop",
    description: "One row per customer",
    source: "a test",
    splitSalt: "shop",
    minRows: 1,
    columns: {
      id: { role: "id", type: "text", description: "the customer" },
      age: { ...described, type: "integer", unit: "years", range: [0, 120] },
      visited: { ...described, type: "integer", unit: "days", range: [0, 999] },
      plan: { ...described, type: "category", categories: ["basic", "manager's", "gold"] },
      vip: { ...described, type: "flag" },
      left: { role: "target", type: "label", positive: "1", negative: "0", rate: [0, 1], description: "left us" },
    },
    slices,
  });

/** Five customers who were held out. */
const customers = `
  ('c1', 20, 5, 'basic', 1, 1),
  ('c2', 30, null, 'manager''s', 0, 0),
  ('c3', 24, null, 'basic', 0, 1),
  ('c4', 25, 7, null, 0, 0),
  ('c5', 60, 0, 'manager''s', null, 0)`;
const yTrue = Float32Array.of(1, 0, 1, 0, 0);
const yScore = Float32Array.of(0.9, 0.8, 0.4, 0.1, 0.2);

async function slicesOf(slices: Dataset["slices"]) {
  const path = makeFolder()("holdout.parquet");
  return Tables.inMemory(async (tables) => {
    const columns = 'id, age, visited, plan, vip, "left"';
    await tables.run(`copy (select * from (values ${customers}) t(${columns})) to ${sqlString(path)} (format parquet)`);
    return sliceMetrics(tables, makeDataset(slices), path, yTrue, yScore, 0.5);
  });
}
/** The metrics of these of the five. */
const metricsOf = (...rows: number[]) =>
  evaluate(
    Float32Array.from(rows, (row) => yTrue[row] as number),
    Float32Array.from(rows, (row) => yScore[row] as number),
    0.5,
  );

describe("a slice", () => {
  it.each<{ of: string; slice: Dataset["slices"][number]; rows: number[]; churners: number }>([
    { of: "missing values", slice: { name: "s", column: "visited", missing: true }, rows: [1, 2], churners: 1 },
    { of: "values below a bound", slice: { name: "s", column: "age", below: 25 }, rows: [0, 2], churners: 2 },
    {
      of: "values below a bound, not of missing ones",
      slice: { name: "s", column: "visited", below: 6 },
      rows: [0, 4],
      churners: 1,
    },
  ])("of $of has the metrics of its customers", async ({ slice, rows, churners }) => {
    expect(await slicesOf([slice])).toEqual([{ name: "s", rows: rows.length, churners, ...metricsOf(...rows) }]);
  });

  it("is made of each category, also of one that nobody has", async () => {
    expect(await slicesOf([{ by: "plan" }])).toEqual([
      { name: "plan=basic", rows: 2, churners: 2, ...metricsOf(0, 2) },
      { name: "plan=manager's", rows: 2, churners: 0, ...metricsOf(1, 4) },
      { name: "plan=gold", rows: 0, churners: 0, ...Object.fromEntries(METRIC_NAMES.map((name) => [name, null])) },
    ]);
  });

  it("is made of each value of a flag", async () => {
    const slices = await slicesOf([{ by: "vip" }]);
    expect(slices.map(({ name, rows }) => [name, rows])).toEqual([
      ["vip=0", 3],
      ["vip=1", 1],
    ]);
  });

  it("has no metric that its customers do not allow", async () => {
    const [young] = await slicesOf([{ name: "young", column: "age", below: 22 }]);
    expect(young).toMatchObject({ rows: 1, churners: 1, accuracy: 1, recall: 1, roc_auc: null });
  });

  it("need not be: a contract without slices has none", async () => {
    expect(await slicesOf([])).toEqual([]);
  });
});

it("rows of a large table belong to their slices in the order of the scores", async () => {
  const path = makeFolder()("holdout.parquet");
  const rows = 5000;
  await Tables.inMemory(async (tables) => {
    await tables.run(
      `copy (select (i % 50)::integer as age from range(${rows}) t(i)) to ${sqlString(path)} (format parquet)`,
    );
    const labels = Float32Array.from({ length: rows }, (_, i) => (i % 50 < 10 ? 1 : 0));
    const dataset = makeDataset([{ name: "young", column: "age", below: 10 }]);
    const [young] = await sliceMetrics(tables, dataset, path, labels, labels, 0.5);
    expect(young).toMatchObject({ rows: 1000, churners: 1000, accuracy: 1 });
  });
});

it("a table for people lists the slices, the worst first, those without ROC AUC last", () => {
  const slices = [
    makeSlice("good", { roc_auc: 0.9 }),
    makeSlice("empty", { roc_auc: null, recall: null }),
    makeSlice("bad", { roc_auc: 0.61234 }),
    makeSlice("fair", { roc_auc: 0.8 }),
  ];
  const [head, ...lines] = sliceTable(slices)
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  expect(head).toEqual(["slice", "rows", "churners", "accuracy", "recall", "roc_auc"]);
  expect(lines.map(([name, ...values]) => [name, values.at(-1)])).toEqual([
    ["bad", "0.612"],
    ["fair", "0.800"],
    ["good", "0.900"],
    ["empty", "–"],
  ]);
});
