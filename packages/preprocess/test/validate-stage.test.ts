import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { loadDataset, Validation } from "@churn/contracts";
import { executeStage } from "@churn/runtime";
import { useFolders } from "@churn/runtime/test-support";
import { expect, it } from "vitest";
import { validateStage } from "../src/validate.stage.ts"; // not index.ts, which loads danfo
import { toCsv } from "./make-shop.ts";
import { makeCustomersOf, makeParams } from "./make-table.ts";

const makeFolder = useFolders();

const dataset = await loadDataset("subscriptions");
const validate = async (csv: string) => {
  const at = makeFolder({ "customers.csv": csv });
  const outputs = { validation: at("validation.json") };
  const verdict = await executeStage(validateStage, { data: at("customers.csv") }, outputs, makeParams(dataset));
  return { verdict, validation: Validation.parse(JSON.parse(readFileSync(outputs.validation, "utf8"))) };
};

it("says no with every fault, and writes down which bytes it has judged", async () => {
  const csv = toCsv(makeCustomersOf(dataset, 1200)).replace("\nc1,", "\nc2,");
  const { verdict, validation } = await validate(csv);
  expect(validation).toMatchObject({
    dataset: "subscriptions",
    data: { md5: createHash("md5").update(csv).digest("hex"), bytes: csv.length },
    rows: 1200,
    churnRate: 0.25,
    passed: false,
  });
  expect(validation.errors).toContain("Duplicate customers: 1 row with an id that is already there: c2");
  expect(validation.errors).toContainEqual(expect.stringMatching(/^Too few rows: 1,200, expected at least /));
  const { failed } = verdict as { failed: string };
  expect(failed).toContain(
    ["DATA VALIDATION FAILED:", ...validation.errors.map((error) => `  - ${error}`), "  where: "].join("\n"),
  );
  expect(failed).toMatch(/where: .*customers\.csv\n {2}mend: .*\n.*datasets\/subscriptions\.ts/);
});

it("counts every row of the file, also one that can't be read", async () => {
  const csv = `${toCsv(makeCustomersOf(dataset, 1200))}c1201,broken\n`;
  expect((await validate(csv)).validation).toMatchObject({ rows: 1201, passed: false });
});

it("has no churn rate for a table that can't be read", async () => {
  expect((await validate("")).validation).toMatchObject({ rows: 0, churnRate: null, passed: false });
});

it("asks for the table when there is none", async () => {
  const at = makeFolder();
  const run = executeStage(validateStage, { data: at("none.csv") }, { validation: at("v.json") }, makeParams(dataset));
  await expect(run).rejects.toMatchObject({
    code: "ARTIFACT_MISSING",
    exitCode: 3,
    where: at("none.csv"),
    fix: "run `npm run data`, which brings the pinned table",
  });
  expect(existsSync(at("v.json"))).toBe(false);
});
