import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "@churn/contracts";
import { castSql, csvHeader, csvSql, numberSql, sqlName, Tables, tableFacts } from "@churn/tables";
import { expect, it, onTestFinished } from "vitest";

const HEADER =
  "customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn";
/** As the public table writes them: a customer of a month, and one who has just arrived. */
const row = (id: string, tenure: number, total: string) =>
  `${id},Female,0,Yes,No,${tenure},No,No phone service,DSL,No,Yes,No,No,No,No,Month-to-month,Yes,Electronic check,29.85,${total},No`;

it("a blank total means that a customer has just arrived, and is no fault of the table", async () => {
  const folder = mkdtempSync(join(tmpdir(), "telco "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "telco.csv");
  writeFileSync(path, `${[HEADER, row("a", 1, "29.85"), row("b", 0, " "), row("c", 0, '" "')].join("\n")}\n`);
  const telco = await loadDataset("telco");

  const facts = await tableFacts(telco, path, statSync(path).size);
  expect(facts).toMatchObject({ missingColumns: [], unknownColumns: [], brokenRows: { count: 0 }, rows: 3 });
  expect(facts.columns.TotalCharges).toMatchObject({
    missing: { count: 2, examples: [] },
    invalid: { count: 0 },
    outside: { count: 0 },
  });
  for (const [name, { missing, invalid, outside }] of Object.entries(facts.columns)) {
    expect([invalid.count, outside.count, name === "TotalCharges" ? 0 : missing.count], name).toEqual([0, 0, 0]);
  }

  const column = telco.columns.TotalCharges;
  if (column?.type !== "decimal") throw new Error("TotalCharges is a decimal");
  const typed = `(select ${castSql("TotalCharges", column)} as ${sqlName("TotalCharges")} from ${csvSql(path, await csvHeader(path))})`;
  const values: number[] = [];
  await Tables.inMemory(async (tables) => {
    for await (const [batch] of tables.stream(`select ${numberSql("TotalCharges", column)} from ${typed}`))
      values.push(...(batch as Float64Array));
  });
  expect(values).toEqual([29.85, Number.NaN, Number.NaN]);
});
