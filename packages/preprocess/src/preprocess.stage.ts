import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Dataset, FEATURE_FILES, loadDataset, PipelineError, Validation } from "@churn/contracts";
import {
  CheckFailed,
  defineStage,
  hashFile,
  log,
  readJson,
  requireFile,
  writeBytes,
  writeJson,
  writeSeal,
} from "@churn/runtime";
import { sqlName, Tables } from "@churn/tables";
import { checkFeatures } from "./check-features.ts";
import { checkWritten } from "./check-written.ts";
import { countRows, lostRows } from "./count-rows.ts";
import type { ProfileRow } from "./profile.ts";
import { Profiler } from "./profiler.ts";
import { trainingReference } from "./reference.ts";
import { HASH, partSql, splitCustomers } from "./split.ts";
import { writeFeatures } from "./write-features.ts";

const PROFILE_ROWS = 5_000;

export const preprocessStage = defineStage({
  name: "preprocess",
  summary: "splits the customers, learns the transformer from the training part and writes every part as numbers",
  inputs: { data: "data/customers.csv", validation: "artifacts/validation.json" },
  outputs: { features: "artifacts/features" },
  params: ["dataset", "preprocess"],
  run: async ({ inputs, outputs: { features }, params }) => {
    requireFile(inputs.data, "run `npm run data`, which brings the pinned table");
    const dataset = await loadDataset(params.dataset);
    return Profiler.beside(dataset, async (profiler) => {
      const validation = await validated(inputs.data, inputs.validation, dataset.name);
      mkdirSync(features, { recursive: true });
      await Tables.spilling(features, async (tables) => {
        await splitCustomers(tables, dataset, inputs.data, params.preprocess);
        profiler.give(await sample(tables, dataset));
        await writeAll({ tables, dataset, validation, profiler }, features);
      });
      await writeSeal(features, { data: validation.data.md5 });
      return undefined;
    });
  },
});

/** The first customers of the training part, as they are. */
const sample = (tables: Tables, dataset: Dataset) =>
  tables.rows<ProfileRow>(
    `${partSql(Object.keys(dataset.columns).map(sqlName), "train")} order by ${HASH} limit ${PROFILE_ROWS}`,
  );

type Work = { tables: Tables; dataset: Dataset; validation: Validation; profiler: Profiler };

/** @throws CheckFailed when what was written is not what it should be */
async function writeAll({ tables, dataset, validation, profiler }: Work, features: string): Promise<void> {
  const file = (name: keyof typeof FEATURE_FILES) => join(features, FEATURE_FILES[name]);
  const state = await writeFeatures(tables, dataset, features);
  const reference = await trainingReference(tables, dataset, state);
  const split = await countRows(tables, validation, features);
  const { profile, page } = await profiler.profile();
  writeJson(file("transformer"), state);
  writeJson(file("reference"), reference);
  writeJson(file("split"), split);
  writeJson(file("profile"), profile);
  writeBytes(file("profilePage"), page);

  const { rows } = split;
  log(
    `${rows.in} rows in: ${rows.train} to train on, ${rows.val} to validate, ${rows.test} held out, ${rows.rejected} rejected`,
  );
  const errors = [
    ...lostRows(split),
    ...(await checkFeatures(tables, dataset, state, reference)),
    ...(await checkWritten(tables, dataset, state, features)),
  ];
  if (errors.length > 0) throw new CheckFailed(["PREPROCESSING FAILED:", ...errors.map((e) => `  - ${e}`)].join("\n"));
}

/** Refuses any data but that which validate has judged and passed. */
async function validated(data: string, verdict: string, dataset: string): Promise<Validation> {
  const fix = "run `npm run validate`";
  const validation = await readJson(verdict, Validation, fix);
  const refuse = (what: string) => new PipelineError("ARTIFACT_INVALID", { what, where: verdict, fix });
  if (!validation.passed || validation.errors.length > 0) throw refuse(`${data} did not pass validation`);
  if (validation.dataset !== dataset) throw refuse(`the validation is of ${validation.dataset}, not of ${dataset}`);
  if (validation.data.md5 !== (await hashFile(data, "md5"))) throw refuse(`${data} is not the file that was validated`);
  return validation;
}
