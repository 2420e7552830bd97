import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset, targetColumn } from "@churn/contracts";
import { rocAuc } from "@churn/metrics";
import { castSql, csvHeader, csvSql, numberSql, sqlName, Tables } from "@churn/tables";
import { makeTable } from "@churn/warehouse";
import { expect, it } from "vitest";

const WITHOUT = "days_since_last_purchase";

it("a logistic regression that does not know the last purchase stays below the ROC AUC gate of 0.88", async () => {
  const { x, y, width } = await readRows();
  const trained = Math.floor(y.length * 0.8);
  const weights = logisticRegression(x.subarray(0, trained * width), y.subarray(0, trained), width);
  const scores = Float64Array.from(y.subarray(trained), (_, i) => linear(x, trained + i, weights));
  const area = rocAuc(y.subarray(trained), scores);
  expect(area).toBeGreaterThan(0.7);
  expect(area).toBeLessThan(0.85);
}, 60_000);

/** Every other feature, categories one by one, standardized, in the order of the hashed ids. */
async function readRows() {
  const subscriptions = await loadDataset("subscriptions");
  const folder = mkdtempSync(join(tmpdir(), "baseline "));
  const path = join(folder, "customers.csv");
  await makeTable(path, { seed: 42, rows: 20_000, drift: false }, Date.UTC(2026, 5, 30) / 86_400_000);
  const header = await csvHeader(path);
  const typed = Object.entries(subscriptions.columns).map(
    ([name, column]) => `${castSql(name, column)} as ${sqlName(name)}`,
  );
  const selected = Object.entries(subscriptions.columns).flatMap(([name, column]) => {
    if (column.role !== "feature" || name === WITHOUT) return [];
    if (column.type !== "category") return [numberSql(name, column)];
    return column.categories.map((value) => `(${sqlName(name)} = '${value}')::double`);
  });
  const columns = await Tables.inMemory(async (tables) => {
    const all: number[][] = [...selected, "churn"].map(() => []);
    const source = `(select ${typed.join(", ")} from ${csvSql(path, header)})`;
    const target = `${sqlName(targetColumn(subscriptions).name)}::double`;
    for await (const chunk of tables.stream(
      `select ${selected.join(", ")}, ${target} from ${source} order by md5(customer_id)`,
    )) {
      chunk.forEach((values, i) => {
        for (const value of values) all[i]?.push(value);
      });
    }
    return all;
  });
  rmSync(folder, { recursive: true });
  const y = Float64Array.from(columns.pop() as number[]);
  const width = columns.length + 1;
  const x = new Float64Array(y.length * width).fill(1);
  columns.forEach((values, i) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
    values.forEach((value, row) => {
      x[row * width + i] = (value - mean) / deviation;
    });
  });
  return { x, y, width };
}

/** Gradient descent on the mean log loss, long enough to converge on standardized columns. */
function logisticRegression(x: Float64Array, y: Float64Array, width: number): Float64Array {
  const weights = new Float64Array(width);
  for (let step = 0; step < 300; step++) {
    const gradient = new Float64Array(width);
    for (let row = 0; row < y.length; row++) {
      const error = 1 / (1 + Math.exp(-linear(x, row, weights))) - y[row]!;
      for (let i = 0; i < width; i++) gradient[i]! += error * x[row * width + i]!;
    }
    for (let i = 0; i < width; i++) weights[i]! -= (2 * gradient[i]!) / y.length;
  }
  return weights;
}

function linear(x: Float64Array, row: number, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += x[row * weights.length + i]! * weights[i]!;
  return sum;
}
