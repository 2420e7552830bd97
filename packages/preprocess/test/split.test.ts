import { createHash } from "node:crypto";
import { type Dataset, PARTS, type Params } from "@churn/contracts";
import { useFolders } from "@churn/runtime/test-support";
import { Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { partSql, splitCustomers } from "../src/split.ts";
import { makeCustomers, type Row, shop, toCsv } from "./make-shop.ts";

const makeFolder = useFolders();

const fractions = { validationFraction: 0.1, testFraction: 0.2 };

/** The ids of each part, in the order of the part. */
async function split(rows: Row[], params: Params["preprocess"] = fractions, dataset: Dataset = shop) {
  const path = makeFolder({ "customers.csv": toCsv(rows) })("customers.csv");
  return Tables.inMemory(async (tables) => {
    await splitCustomers(tables, dataset, path, params);
    const ids = async (part: (typeof PARTS)[number]) =>
      (await tables.rows<Row>(partSql(["id"], part))).map(({ id }) => id);
    return { train: await ids("train"), val: await ids("val"), test: await ids("test") };
  });
}
const customers = makeCustomers(4000);

/** The same by Node's own MD5. */
function byHand(rows: Row[], { validationFraction, testFraction }: Params["preprocess"], salt = "shop") {
  const placed = rows.map(({ id }) => {
    const hash = createHash("md5").update(`${salt}:${id}`).digest().readBigUInt64LE(0);
    const place = Number(hash) / 2 ** 64;
    return {
      id,
      hash,
      part: place < testFraction ? "test" : place < testFraction + validationFraction ? "val" : "train",
    };
  });
  placed.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return Object.fromEntries(
    PARTS.map((name) => [name, placed.filter(({ part }) => part === name).map(({ id }) => id)]),
  );
}

describe("a customer", () => {
  it("is on the side that a hash of the salted id says, in the order of the hash", async () => {
    expect(await split(customers)).toEqual(byHand(customers, fractions));
  });

  it("stays there when the table grows, is reordered or says something else about the others", async () => {
    const before = await split(customers.slice(0, 1000));
    const grown = customers.toReversed().map((row, i) => ({ ...row, tenure: String(i % 120) }));
    const after = await split(grown);
    for (const part of PARTS) {
      const known = new Set(before[part]);
      expect(after[part].filter((id) => known.has(id))).toEqual(before[part]);
    }
  });

  it("is held out or not whatever the size of the validation part", async () => {
    const { test } = await split(customers);
    expect((await split(customers, { validationFraction: 0.5, testFraction: 0.2 })).test).toEqual(test);
  });

  it("that is held out stays so when more are", async () => {
    const { test } = await split(customers);
    const { test: more } = await split(customers, { validationFraction: 0.1, testFraction: 0.4 });
    expect(more.slice(0, test.length)).toEqual(test);
    expect(more.length).toBeGreaterThan(test.length);
  });

  it("may be on another side with another salt", async () => {
    const other = { ...shop, splitSalt: "another" };
    expect(await split(customers, fractions, other)).toEqual(byHand(customers, fractions, "another"));
    expect((await split(customers, fractions, other)).test).not.toEqual((await split(customers)).test);
  });
});

it.each([
  { validationFraction: 0.1, testFraction: 0.2 },
  { validationFraction: 0.45, testFraction: 0.5 },
  { validationFraction: 0.001, testFraction: 0.001 },
])("the parts hold everybody once, in the shares of $validationFraction and $testFraction", async (params) => {
  const { train, val, test } = await split(customers, params);
  expect([...train, ...val, ...test].sort()).toEqual(customers.map(({ id }) => id).sort());
  const near = (share: number) => 4 * Math.sqrt((share * (1 - share)) / customers.length);
  const { validationFraction, testFraction } = params;
  expect(Math.abs(val.length / customers.length - validationFraction)).toBeLessThan(near(validationFraction));
  expect(Math.abs(test.length / customers.length - testFraction)).toBeLessThan(near(testFraction));
});

it("a table may have columns that are called part, hash and place", async () => {
  const { tenure } = shop.columns;
  const dataset = { ...shop, columns: { ...shop.columns, part: tenure, hash: tenure, place: tenure } } as Dataset;
  const rows = customers.map((row, i) => ({ ...row, part: "1", hash: String(i % 7), place: "0" }));
  expect(await split(rows, fractions, dataset)).toEqual(byHand(customers, fractions));
});

it("the columns of a part are typed as the contract says", async () => {
  const path = makeFolder({ "customers.csv": toCsv(makeCustomers(40, { 40: { visited: "" } })) })("customers.csv");
  await Tables.inMemory(async (tables) => {
    await splitCustomers(tables, shop, path, { validationFraction: 1e-9, testFraction: 1e-9 });
    const rows = await tables.rows(partSql(["*"], "train"));
    expect(rows).toHaveLength(40);
    expect(rows.find(({ id }) => id === "c40")).toMatchObject({
      seen: "2026-01-31",
      tenure: 40,
      spent: 60,
      plan: "plus",
      vip: 0,
      visited: null,
      fax: null,
      left: 1,
    });
  });
});
