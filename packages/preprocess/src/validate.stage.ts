import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Expectations, expectationsPath, loadDataset, targetColumn, type Validation } from "@churn/contracts";
import { defineStage, hashFile, log, readJson, requireFile, writeJson } from "@churn/runtime";
import { LineLengths, tableFacts } from "@churn/tables";
import { validate } from "./validate.ts";

export const validateStage = defineStage({
  name: "validate",
  summary: "judges the table against its contract; nothing trains on data that did not pass",
  inputs: { data: "data/customers.csv" },
  outputs: { validation: "artifacts/validation.json" },
  params: ["dataset"],
  run: async ({ inputs, outputs, params }) => {
    requireFile(inputs.data, "run `npm run data`, which brings the pinned table");
    const dataset = await loadDataset(params.dataset);
    const expectations = await readJson(
      fileURLToPath(expectationsPath(dataset.name)),
      Expectations,
      "run `npm run data -- --dataset NAME --from FILE`, which writes them from the table",
    );
    const bytes = statSync(inputs.data).size;
    const lines = new LineLengths();
    const [md5, facts] = await Promise.all([
      hashFile(inputs.data, "md5", (chunk) => lines.see(chunk)),
      tableFacts(dataset, inputs.data, bytes),
    ]);
    const faults = [...(lines.fault ? [lines.fault] : []), ...validate(dataset, expectations, facts)];
    const errors = faults.map(printable);
    const target = targetColumn(dataset);
    const validation: Validation = {
      dataset: dataset.name,
      data: { md5, bytes },
      rows: facts.rows + facts.brokenRows.count,
      churnRate: facts.columns[target.name]?.shares[target.positive] ?? null,
      passed: errors.length === 0,
      errors,
    };
    writeJson(outputs.validation, validation);
    if (errors.length > 0) {
      return { failed: failure(errors, inputs.data, dataset.name) };
    }
    log("Data validation passed.");
    return undefined;
  },
});

/** Bytes of a damaged file must not reach a terminal as they are. */
const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (character) => `\\x${character.codePointAt(0)?.toString(16).padStart(2, "0")}`);

function failure(errors: string[], data: string, dataset: string): string {
  return [
    "DATA VALIDATION FAILED:",
    ...errors.map((error) => `  - ${error}`),
    `  where: ${data}`,
    "  mend:  correct the table; or, where the table is right, what is asked of it:",
    `         packages/contracts/src/datasets/${dataset}.ts, and ${dataset}.expectations.json beside it`,
  ].join("\n");
}
