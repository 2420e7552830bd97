import { statSync } from "node:fs";
import { type Dataset, defineDataset } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { tableFacts } from "../src/index.ts";
import { useFiles } from "./use-files.ts";

const makeFile = useFiles();
const described = { description: "for this test" };
const shop: Dataset = defineDataset({
  name: "shop",
  title: "Shop",
  source: "a test",
  splitSalt: "shop",
  minRows: 1,
  columns: {
    id: { role: "id", type: "text", ...described },
    age: { role: "feature", type: "integer", unit: "years", range: [18, 99], ...described },
    plan: { role: "feature", type: "category", categories: ["basic", "plus"], ...described },
    fax: { role: "feature", type: "flag", required: false, missing: { means: "no fax", encodeAs: 0 }, ...described },
    left: { role: "target", type: "label", positive: "yes", negative: "no", rate: [0, 1], ...described },
  },
  slices: [],
  ...described,
});
const factsOf = (...lines: string[]) => {
  const path = makeFile("customers.csv", `${lines.join("\n")}\n`);
  return tableFacts(shop, path, statSync(path).size);
};
const nothing = { count: 0, examples: [] };

describe("what a table is like", () => {
  it("is counted column by column, with the first customers as examples", async () => {
    const { columns, churn, ...table } = await factsOf(
      "id,age,plan,left",
      "c5,17,basic,no",
      "c4,,plus,yes",
      "c3,100,gold,no",
      "c2,old,basic,",
      "c1,20,basic,no",
    );
    expect(table).toEqual({
      missingColumns: [],
      unknownColumns: [],
      duplicatedColumns: [],
      brokenRows: nothing,
      rows: 5,
      duplicateIds: nothing,
      twins: { whole: 0, butOne: 0.2, butDecimals: 0 },
      asOf: undefined,
    });
    expect(churn.plan).toEqual([
      { value: "basic", churners: 0, stayers: 2 },
      { value: "plus", churners: 1, stayers: 0 },
      { value: null, churners: 0, stayers: 1 },
    ]);
    expect(columns.age).toEqual({
      missing: { count: 1, examples: ["c4"] },
      invalid: { count: 1, examples: ["c2=old"] },
      outside: { count: 2, examples: ["c3=100", "c5=17"] },
      quantiles: { p10: 17, p50: 20, p90: 100 },
      shares: {},
    });
    expect(columns.plan).toMatchObject({
      invalid: { count: 1, examples: ["c3=gold"] },
      quantiles: null,
      shares: { basic: 0.6, plus: 0.2 },
    });
    expect(columns.left).toMatchObject({ missing: { count: 1, examples: ["c2"] }, shares: { yes: 0.2, no: 0.6 } });
    expect(Object.keys(columns)).toEqual(["id", "age", "plan", "left"]);
  });

  it("is known also where it does not fit the contract", async () => {
    expect(
      await factsOf("id,plan,score,left", "c1,basic,1,no", "c1,plus,2,no", "c2,plus", "c3,plus,1,no"),
    ).toMatchObject({
      missingColumns: ["age"],
      unknownColumns: ["score"],
      rows: 3,
      brokenRows: { count: 1, examples: [expect.stringMatching(/^line 4: /)] },
      duplicateIds: { count: 1, examples: ["c1"] },
    });
  });

  it.each([
    { when: "it has no id", header: "age,plan,left", missingColumns: ["id"], duplicatedColumns: [] },
    {
      when: "a name stands there twice",
      header: "id,age,plan,left,AGE",
      missingColumns: [],
      duplicatedColumns: ["AGE"],
    },
  ])("is only its header when $when", async ({ header, missingColumns, duplicatedColumns }) => {
    expect(await factsOf(header, "1,2,3,4,5")).toMatchObject({
      missingColumns,
      duplicatedColumns,
      rows: 0,
      columns: {},
    });
  });

  it("counts a customer without an id as missing, not as a duplicate", async () => {
    const { duplicateIds, columns } = await factsOf(
      "id,age,plan,left",
      ",20,basic,no",
      ",21,basic,no",
      "c1,22,basic,no",
    );
    expect(duplicateIds).toEqual(nothing);
    expect(columns.id?.missing.count).toBe(2);
  });
});

it("a table with none of the contract's columns but the id is looked at without a crash", async () => {
  expect(await factsOf("id,foo", "c1,1", "c2,2")).toMatchObject({ rows: 2, missingColumns: ["age", "plan", "left"] });
});
