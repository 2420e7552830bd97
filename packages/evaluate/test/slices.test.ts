import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineDataset } from "@churn/contracts";
import { sqlString, Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { sliceMetrics, sliceTable } from "../src/slices.ts";

const dataset = defineDataset({
  name: "shop",
  title: "",
  description: "",
  source: "",
  splitSalt: "shop",
  minRows: 1,
  columns: {
    id: { role: "id", type: "text", description: "" },
    visits: {
      role: "feature",
      type: "integer",
      unit: "",
      range: [0, 9],
      missing: { means: "none", encodeAs: 0 },
      description: "",
    },
    plan: { role: "feature", type: "category", categories: ["a", "b", "c"], description: "" },
    gone: { role: "target", type: "label", positive: "1", negative: "0", rate: [0, 1], description: "" },
  },
  slices: [
    { name: "no_visits", column: "visits", missing: true },
    { name: "few_visits", column: "visits", below: 3 },
    { by: "plan" },
  ],
});

it("judges each slice on the customers it holds, in the order of the table", async () => {
  const folder = mkdtempSync(join(tmpdir(), "slices "));
  const holdout = join(folder, "holdout.parquet");
  const yTrue = Float32Array.of(1, 0, 1, 0);
  const yScore = Float32Array.of(0.9, 0.2, 0.4, 0.6);
  const slices = await Tables.inMemory(async (tables) => {
    await tables.run(`copy (select * from (values (1, 'a'), (null, 'a'), (2, 'b'), (5, 'b')) t(visits, plan))
      to ${sqlString(holdout)} (format parquet)`);
    return sliceMetrics(tables, dataset, holdout, yTrue, yScore, 0.5);
  });
  rmSync(folder, { recursive: true });
  const rows = slices.map(({ name, rows, churners, accuracy, roc_auc }) => [name, rows, churners, accuracy, roc_auc]);
  expect(rows).toEqual([
    ["no_visits", 1, 0, 1, null],
    ["few_visits", 2, 2, 0.5, null],
    ["plan=a", 2, 1, 1, 1],
    ["plan=b", 2, 1, 0, 0],
    ["plan=c", 0, 0, null, null],
  ]);
  const table = sliceTable(slices);
  for (const { name } of slices) expect(table).toContain(name);
});
