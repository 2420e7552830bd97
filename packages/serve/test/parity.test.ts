import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBundle, scoreRows } from "@churn/bundle";
import { featureColumns, idColumn, loadDataset, ScoresAnswer } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { FolderRegistry } from "@churn/registry";
import { temporaryFolder } from "@churn/runtime/test-support";
import { FeatureTable, sqlName, sqlString, Tables } from "@churn/tables";
import { dayOf, makeTable } from "@churn/warehouse";
import { expect, it } from "vitest";
import { parseDocument } from "yaml";
import { addVersion, makeService, tf } from "./support/make-service.ts";

const project = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const SIZES = [1, 7, 63, 64, 500, 3000];

/** From a raw table to a sealed bundle by the stage programs themselves, with half of the customers held out. */
async function sealBundle(folder: string): Promise<void> {
  mkdirSync(join(folder, "data"));
  await makeTable(join(folder, "data/customers.csv"), { seed: 7, rows: 21_000, drift: false }, dayOf("2026-06-30"));
  const params = parseDocument(readFileSync(project("params.yaml"), "utf8"));
  params.set("dataset", "subscriptions");
  params.setIn(["preprocess", "testFraction"], 0.5);
  params.setIn(["train", "epochs"], 4);
  params.setIn(["gate", "subscriptions"], { accuracy: 0.7, roc_auc: 0.7, slices: {} });
  writeFileSync(join(folder, "params.yaml"), params.toString());
  writeFileSync(join(folder, "champion.json"), '{ "champion": null }\n');
  for (const [stage, at] of [
    ["validate", "preprocess"],
    ["preprocess", "preprocess"],
    ["train", "train"],
    ["evaluate", "evaluate"],
    ["gate", "evaluate"],
    ["release", "register"],
  ]) {
    const program = project(`packages/${at}/src/${stage}.cli.ts`);
    execFileSync(process.execPath, ["--import", import.meta.resolve("tsx/esm"), program], {
      cwd: folder,
      stdio: "pipe",
    });
  }
}

it("10,000 customers get the same scores from service, batch and training, within 1e-6", async () => {
  const folder = temporaryFolder();
  await sealBundle(folder);
  const at = (path: string) => join(folder, path);
  const dataset = await loadDataset("subscriptions");
  const names = [idColumn(dataset), ...featureColumns(dataset)].map(({ name }) => sqlName(name)).join(", ");
  const bundle = await openBundle(at("models/churn"), tf);

  const { trained, rows } = await Tables.inMemory(async (tables) => {
    const table = await FeatureTable.open(tables, at("artifacts/features/test.parquet"));
    const holdout = sqlString(at("artifacts/features/holdout.parquet"));
    return {
      trained: (await table.score(bundle.model)).yScore,
      rows: await tables.rows<CustomerRow>(`select ${names} from read_parquet(${holdout}) order by file_row_number`),
    };
  });
  expect(rows.length).toBeGreaterThanOrEqual(10_000);
  const batch = scoreRows(bundle.state, bundle.model, rows);

  const registry = new FolderRegistry(at("registry"));
  await addVersion(registry, at("models/churn"));
  const { post } = await makeService({ registry });
  const parts: CustomerRow[][] = [];
  for (let from = 0; from < rows.length; ) {
    const part = rows.slice(from, from + (SIZES[parts.length % SIZES.length] as number));
    parts.push(part);
    from += part.length;
  }
  const answers = await Promise.all(
    parts.map(async (part) => ScoresAnswer.parse(await (await post(part)).json()).scores),
  );
  const served = answers.flat();
  const [id] = [idColumn(dataset).name];
  expect(served.map((score) => score.id)).toEqual(rows.map((row) => row[id]));
  const furthest = (scores: ArrayLike<number>) =>
    Math.max(...served.map(({ probability }, i) => Math.abs(probability - (scores[i] as number))));
  expect(furthest(trained)).toBeLessThanOrEqual(1e-6);
  expect(furthest(batch)).toBeLessThanOrEqual(1e-6);
  expect(new Set(batch).size).toBeGreaterThan(5_000);
}, 120_000);
