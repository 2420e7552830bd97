import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Expectations, expectationsPath, loadDataset, targetColumn, type Validation } from "@churn/contracts";
import { defineStage, hashFile, log, readJson, requirePath, writeJson } from "@churn/runtime";
import { tableFacts } from "@churn/tables";
import { validate } from "./validate.ts";

export const validateStage = defineStage({
  name: "validate",
  summary: "judges the table against its contract; nothing trains on data that did not pass",
  inputs: { data: "data/customers.csv" },
  outputs: { validation: "artifacts/validation.json" },
  params: ["dataset"],
  run: async ({ inputs, outputs, params }) => {
    requirePath(inputs.data, "run `npm run data`, which brings the pinned table");
    const dataset = await loadDataset(params.dataset);
    const expectations = await readJson(
      fileURLToPath(expectationsPath(dataset.name)),
      Expectations,
      "run `npm run data -- --dataset NAME --from FILE`, which writes them from the table",
    );
    const bytes = statSync(inputs.data).size;
    const [md5, facts] = await Promise.all([hashFile(inputs.data, "md5"), tableFacts(dataset, inputs.data, bytes)]);
    const errors = validate(dataset, expectations, facts);
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
      return { failed: ["DATA VALIDATION FAILED:", ...errors.map((error) => `  - ${error}`)].join("\n") };
    }
    log("Data validation passed.");
    return undefined;
  },
});
