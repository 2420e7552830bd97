import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { TransformerState } from "@churn/contracts";
import { type CustomerRow, FeatureTransformer, toColumns } from "@churn/features";
import { loadTensorFlow, readChurnModel } from "@churn/model";
import { hashFile, readJson } from "@churn/runtime";
import { sqlString, Tables } from "@churn/tables";
import { edit, table } from "../faults/fault.ts";
import { runStages } from "../faults/run-fault.ts";
import { ProjectCopy } from "../support/project-copy.ts";

const COLUMN = "days_since_last_purchase";

export type Story = {
  readonly customers: number;
  /** Customers of the whole table who never purchased. */
  readonly withoutPurchase: number;
  readonly testSet: { readonly rows: number; readonly accuracy: number; readonly roc_auc: number };
  readonly production: {
    readonly rows: number;
    readonly churners: number;
    readonly newCustomers: number;
    /** New customers who are told to stay. */
    readonly newSaidToStay: number;
    readonly newChurners: number;
    readonly missed: number;
  };
  readonly stopped: { readonly step: string; readonly message: string } | null;
};

/** The lesson, replayed: first with the gates off, then with the gates on, on the same customers. */
export async function replayMarcus(): Promise<Story> {
  const project = new ProjectCopy();
  try {
    project.run("--import", "tsx/esm", "packages/warehouse/src/data.cli.ts");
    project.setParam(["train", "epochs"], 6);
    must(await runStages(project, ["validate", "preprocess"]));
    const held = await heldOutCustomers(project.path("artifacts/features/holdout.parquet"));
    const spoiled = { project, other: project };

    edit("packages/contracts/src/datasets/subscriptions.ts", /missing: \{ means: "never purchased".*\n/, "")(spoiled);
    const stopped = await runStages(project, ["validate"]);

    let customers = 0;
    let withoutPurchase = 0;
    table((rows) => {
      const kept = rows.filter((row) => row[COLUMN] !== "");
      customers = rows.length;
      withoutPurchase = rows.length - kept.length;
      return kept;
    })(spoiled);
    await sayThatItIsValid(project, customers - withoutPurchase);
    must(await runStages(project, ["preprocess", "train", "evaluate"]));
    const { rows, accuracy, roc_auc } = project.json("metrics/eval_metrics.json");
    const production = await inProduction(project, held);
    return { customers, withoutPurchase, testSet: { rows, accuracy, roc_auc }, production, stopped };
  } finally {
    project.remove();
  }
}

function heldOutCustomers(path: string): Promise<(CustomerRow & { churn: number })[]> {
  return Tables.inMemory((tables) => tables.rows(`select * from read_parquet(${sqlString(path)})`));
}

/** What a pipeline without a validation does. */
async function sayThatItIsValid(project: ProjectCopy, rows: number): Promise<void> {
  const path = project.path("data/customers.csv");
  const data = { md5: await hashFile(path, "md5"), bytes: readFileSync(path).length };
  const verdict = { dataset: "subscriptions", data, rows, churnRate: null, passed: true, errors: [] };
  mkdirSync(project.path("artifacts"), { recursive: true });
  writeFileSync(project.path("artifacts/validation.json"), JSON.stringify(verdict));
}

/** Everybody is scored, as a service that never heard of missing values does: (NaN − mean) / scale. */
async function inProduction(project: ProjectCopy, held: (CustomerRow & { churn: number })[]) {
  const state = await readJson(project.path("artifacts/features/transformer.json"), TransformerState, "");
  const { tf } = await loadTensorFlow();
  const model = await readChurnModel(tf, project.path("artifacts/model"), "");
  const transformer = new FeatureTransformer(state);
  const isNew = held.map((row) => row[COLUMN] === null);
  const x = transformer.transform(
    toColumns(
      state,
      held.map((row) => ({ ...row, [COLUMN]: row[COLUMN] ?? 0 })),
    ),
  );
  const place = transformer.names.indexOf(COLUMN);
  isNew.forEach((isMissing, i) => {
    if (isMissing) x[i * transformer.width + place] = Number.NaN;
  });
  const scores = model.predict(x);
  const saidToStay = (i: number) => !((scores[i] as number) >= 0.5);
  const count = (is: (row: { churn: number }, i: number) => boolean) => held.filter(is).length;
  return {
    rows: held.length,
    churners: count(({ churn }) => churn === 1),
    newCustomers: count((_, i) => isNew[i] === true),
    newSaidToStay: count((_, i) => isNew[i] === true && saidToStay(i)),
    newChurners: count(({ churn }, i) => isNew[i] === true && churn === 1),
    missed: count(({ churn }, i) => churn === 1 && saidToStay(i)),
  };
}

function must(stopped: { step: string; message: string } | null): void {
  if (stopped) throw new Error(`${stopped.step}: ${stopped.message}`);
}

export function tell({ customers, withoutPurchase, testSet, production, stopped }: Story): string {
  const n = (value: number) => value.toLocaleString("en-US");
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
  const { rows, churners, newCustomers, newSaidToStay, newChurners, missed } = production;
  return `Marcus adds the column ${COLUMN}. Who never purchased has no such day; nobody thinks of them.

Gates off
  table       ${n(withoutPurchase)} of ${n(customers)} customers have no value; a dropna leaves them out, of the test set too
  test set    ${n(testSet.rows)} customers, accuracy ${testSet.accuracy.toFixed(2)}, ROC AUC ${testSet.roc_auc.toFixed(2)}: splendid, so it is deployed
  production  ${n(rows)} customers, ${n(churners)} of whom will leave
              ${n(newCustomers)} are new and score NaN; NaN ≥ 0.5 is false: ${n(newSaidToStay)} are told to stay
              ${n(newChurners)} of these leave: ${percent(newChurners, churners)} of all customers at risk, missed without an error
              with those it gets wrong otherwise it misses ${percent(missed, churners)}

Gates on, the same customers
  ${stopped === null ? "nothing stopped it" : `stopped at ${stopped.step}:\n${stopped.message.replaceAll(/^/gm, "    ")}`}`;
}
