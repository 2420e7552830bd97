import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Dataset, PipelineError } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { describeTable } from "../src/describe-table.ts";
import { draftContract } from "../src/draft-contract.ts";
import { sketchTable } from "../src/sketch-table.ts";

const ROWS = 200;
const when = (is: boolean, value: unknown) => (is ? value : "");

/** Each column by what it holds in row i. */
const TABLE: Record<string, (i: number) => unknown> = {
  row_number: (i) => i + 1,
  customerId: (i) => 10_000 + 37 * i,
  email: (i) => `c${i}@example.com`,
  snapshot: () => "2026-06-30",
  opened: (i) => `2020-01-${10 + (i % 20)}`,
  age: (i) => 18 + ((i * 7) % 60),
  balance: (i) => when(i % 4 > 0, (i * 12.5).toFixed(2)),
  change: (i) => (i % 21) - 10,
  "plan, now": (i) => ["basic", "plus", 'the "best"'][i % 3],
  has_card: (i) => when(i % 50 > 0, i % 2),
  level: (i) => 1 + (i % 2),
  visits: (i) => (i === 7 ? "n/a" : i % 9),
  currency: () => "EUR",
  fax: () => "",
  exited: (i) => (i % 5 ? "No" : "Yes"),
};

const quoted = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
function csv(table = TABLE, rows = ROWS): string {
  const path = join(temporaryFolder(), "bank.csv");
  const lines = Array.from({ length: rows }, (_, i) => Object.values(table).map((value) => quoted(value(i))));
  writeFileSync(path, `${[Object.keys(table).map(quoted), ...lines].join("\n")}\n`);
  return path;
}
const draft = async (path: string) => draftContract("bank", "bank.csv", await sketchTable(path));

/** The draft as a program would load it. */
async function contractOf(text: string): Promise<Dataset> {
  const path = join(temporaryFolder(), "bank.ts");
  const contracts = import.meta.resolve("@churn/contracts");
  writeFileSync(path, text.replace("../dataset.ts", contracts));
  return (await import(pathToFileURL(path).href)).default;
}

describe("the draft of a contract", () => {
  it("is a contract with a type, a range with room or the categories of each feature", async () => {
    const { columns, slices, minRows } = await contractOf((await draft(csv())).text);
    const feature = { role: "feature", missing: "forbidden" };
    expect(columns).toEqual({
      customerId: { role: "id", type: "text", description: "customer id" },
      snapshot: { role: "as-of", type: "date", description: "snapshot" },
      age: { ...feature, type: "integer", unit: "?", range: [0, 100], description: "age" },
      balance: { role: "feature", type: "decimal", unit: "?", range: [0, 4000], description: "balance" },
      change: { ...feature, type: "integer", unit: "?", range: [-20, 20], description: "change" },
      "plan, now": {
        ...feature,
        type: "category",
        categories: ["basic", "plus", 'the "best"'],
        description: "plan, now",
      },
      has_card: { role: "feature", type: "flag", description: "has card" },
      level: { ...feature, type: "category", categories: ["1", "2"], description: "level" },
      visits: { ...feature, type: "integer", unit: "?", range: [0, 10], description: "visits" },
      exited: {
        role: "target",
        type: "label",
        positive: "Yes",
        negative: "No",
        rate: [0.05, 0.6],
        description: "exited",
      },
    });
    expect(slices).toEqual([{ by: "plan, now" }, { by: "level" }]);
    expect(minRows).toBe(140);
  });

  it("leaves open what no program can know, and leaves out what can't be a feature", async () => {
    const { text, questions, leftOut } = await draft(csv());
    expect(text).toContain("// QUESTION: missing in 25.0 % of the rows; what does that mean?");
    expect(text).toContain("// QUESTION: missing in 2.0 % of the rows; what does that mean?");
    expect(text).toContain("// QUESTION: some values are no number (n/a)");
    expect(questions).toBe(4);
    expect(leftOut).toEqual(["row_number", "email", "opened", "currency", "fax"]);
    expect(text).toContain("//   row_number: numbers the rows\n");
    expect(text).toMatch(/\/\/ {3}email: about \d+ different texts\n/);
    expect(text).toContain("//   opened: a date; make a number of it, such as the days since then\n");
    expect(text).toContain("//   currency: every value is EUR\n");
    expect(text).toContain("//   fax: no row has a value\n");
  });

  it("is the same from a Parquet file", async () => {
    const path = csv();
    const parquet = path.replace(".csv", ".parquet");
    await Tables.inMemory((tables) =>
      tables.run(`copy (from read_csv('${path}', types = {exited: 'VARCHAR'})) to '${parquet}'`),
    );
    expect((await draft(parquet)).text).toBe((await draft(path)).text);
  });

  it("asks for the id and the target where it can't guess them", async () => {
    const { text } = await draft(csv({ town: (i) => ["a", "b", "c"][i % 3], size: (i) => i % 30 }));
    expect(text).toContain("// QUESTION: which column names the customer?");
    expect(text).toContain("// QUESTION: which column says who left?");
    await expect(contractOf(text)).rejects.toThrow("needs exactly one id column, has 0; needs exactly one target");
  });

  it("says that rows can't be read", async () => {
    const path = csv();
    writeFileSync(path, "id,left,age\n1,0,3\n2,1,5\n3,1\n");
    expect((await draft(path)).text).toContain("// QUESTION: 1 rows can't be read");
  });
});

describe("npm run data -- --describe FILE", () => {
  it("prints the draft where no dataset is named", async () => {
    const said: string[] = [];
    await describeTable(csv(), undefined, (line) => said.push(line));
    expect(said).toEqual([expect.stringMatching(/^\/\/ Drafted from bank\.csv: 200 rows\.[\s\S]*\}\);$/)]);
  });

  it.each([
    { when: "there is no such file", path: () => "nothing.csv", name: undefined, code: "ARTIFACT_MISSING" },
    { when: "the contract is there", path: () => csv(), name: "subscriptions", code: "USAGE_INVALID" },
    { when: "the name leads elsewhere", path: () => csv(), name: "../bank", code: "USAGE_INVALID" },
    { when: "there is a header only", path: () => csv(TABLE, 0), name: undefined, code: "CHECK_FAILED" },
    {
      when: "a column is named twice",
      path: () => csvOf("id,age,Age\n1,2,3\n"),
      name: undefined,
      code: "USAGE_INVALID",
    },
    { when: "columns are separated by ;", path: () => csvOf("id;age\n1;2\n"), name: undefined, code: "USAGE_INVALID" },
    { when: "the file is empty", path: () => csvOf(""), name: undefined, code: "USAGE_INVALID" },
  ])("refuses when $when", async ({ path, name, code }) => {
    const failed = await describeTable(path(), name, () => {}).catch((error: PipelineError) => error.code);
    expect(failed).toBe(code);
  });
});

function csvOf(text: string): string {
  const path = join(temporaryFolder(), "table.csv");
  writeFileSync(path, text);
  return path;
}
