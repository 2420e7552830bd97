import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  type CategoryColumn,
  FEATURE_FILES,
  featureColumns,
  idColumn,
  loadDataset,
  type Named,
  PARTS,
  type Params,
  Reference,
  SEAL_FILE,
  Split,
  TransformerState,
  targetColumn,
  type Validation,
} from "@churn/contracts";
import { type CustomerRow, FeatureTransformer, toColumns } from "@churn/features";
import { CheckFailed, executeStage } from "@churn/runtime";
import { useFolders } from "@churn/runtime/test-support";
import { FeatureTable, sqlString, Tables } from "@churn/tables";
import { describe, expect, it, vi } from "vitest";
import { preprocessStage } from "../src/index.ts";
import { type Row, toCsv } from "./make-shop.ts";
import { makeCustomersOf, makeParams, makeValidation, placeOf } from "./make-table.ts";

const makeFolder = useFolders();

const dataset = await loadDataset("subscriptions");
const customers = makeCustomersOf(dataset, 1200);
const isHeldOut = (row: Row) => placeOf(dataset, row) < 0.2;
const mayMiss = featureColumns(dataset).find(({ missing }) => typeof missing === "object")?.name as string;
const number = featureColumns(dataset).find(({ type }) => type === "decimal")?.name as string;
const { name: category, categories } = featureColumns(dataset).find(
  ({ type }) => type === "category",
) as Named<CategoryColumn>;
const id = idColumn(dataset).name;

type Given = {
  rows?: Row[];
  params?: Partial<Params["preprocess"]>;
  validation?: Partial<Validation> | string;
  edit?: (csv: string) => string;
};

/** Runs the stage on a table that was validated, and says what came of it. */
async function preprocess({ rows = customers, params = {}, validation = {}, edit = (csv) => csv }: Given = {}) {
  const csv = toCsv(rows);
  const verdict =
    typeof validation === "string" ? validation : JSON.stringify(makeValidation(dataset, csv, validation));
  const at = makeFolder({ "customers.csv": edit(csv), "validation.json": verdict });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const inputs = { data: at("customers.csv"), validation: at("validation.json") };
  const run = executeStage(preprocessStage, inputs, { features: at("features") }, makeParams(dataset, params));
  const file = (name: keyof typeof FEATURE_FILES) => at("features", FEATURE_FILES[name]);
  return {
    run,
    file,
    folder: at("features"),
    json: (name: keyof typeof FEATURE_FILES) => JSON.parse(readFileSync(file(name), "utf8")),
  };
}
/** The same, where it ends well. */
async function features(given: Given = {}) {
  const { run, ...rest } = await preprocess(given);
  expect(await run).toBeUndefined();
  return rest;
}
let made: ReturnType<typeof features> | undefined;
/** The features of the customers above, made once for all tests that only look at them. */
const madeFeatures = () => {
  made ??= features();
  return made;
};
const readParquet = (path: string) =>
  Tables.inMemory((tables) => tables.rows<Record<string, number>>(`from read_parquet(${sqlString(path)})`));

describe("the features of a table", () => {
  it("are the files that the next stages know, and nothing else", async () => {
    const { folder } = await madeFeatures();
    expect(readdirSync(folder).sort()).toEqual([...Object.values(FEATURE_FILES), SEAL_FILE].sort());
  });

  it("hold every row that came in, once", async () => {
    const { file, json } = await madeFeatures();
    const { rows, reasons } = Split.parse(json("split"));
    expect(rows).toMatchObject({ in: 1200, rejected: 0 });
    expect(rows.train + rows.val + rows.test).toBe(1200);
    expect(rows.test).toBe(customers.filter(isHeldOut).length);
    expect(reasons).toEqual({});
    for (const part of PARTS) expect(await readParquet(file(part))).toHaveLength(rows[part]);
    expect(await readParquet(file("holdout"))).toHaveLength(rows.test);
  });

  it("are finite numbers under the transformer's names, the label last", async () => {
    const { file, json } = await madeFeatures();
    const { names } = new FeatureTransformer(TransformerState.parse(json("transformer")));
    await Tables.inMemory(async (tables) => {
      for (const part of PARTS) {
        const table = await FeatureTable.open(tables, file(part));
        expect(table.names).toEqual(names);
        for await (const { x, y } of table) {
          expect(x.every(Number.isFinite)).toBe(true);
          expect(new Set(y)).toEqual(new Set([0, 1]));
        }
      }
    });
  });

  it("are what the service makes of the same customers", async () => {
    const { file, json } = await madeFeatures();
    const state = TransformerState.parse(json("transformer"));
    const heldOut = await readParquet(file("holdout"));
    const online = new FeatureTransformer(state).transform(toColumns(state, heldOut as CustomerRow[]));
    const stored = (await readParquet(file("test"))).flatMap((row) => Object.values(row).slice(0, -1));
    expect(stored).toEqual([...online]);
  });

  it("keep the held-out customers as they are in the table, in the order of their features", async () => {
    const { file } = await madeFeatures();
    const heldOut = await readParquet(file("holdout"));
    const target = targetColumn(dataset).name;
    expect(Object.keys(heldOut[0] as object)).toEqual(Object.keys(dataset.columns));
    expect(heldOut.map((row) => row[target])).toEqual((await readParquet(file("test"))).map((row) => row[target]));
    const byId = new Map(customers.map((row) => [row[id], row]));
    for (const row of heldOut as unknown as Row[]) {
      const { [mayMiss]: missing, [number]: value } = byId.get(row[id]) as Row;
      expect([row[mayMiss] ?? "", Number(row[number])]).toEqual([missing === "" ? "" : Number(missing), Number(value)]);
    }
  });

  it("say of a missing value that it was missing", async () => {
    const { file } = await madeFeatures();
    const [rows, heldOut] = [await readParquet(file("test")), await readParquet(file("holdout"))];
    expect(rows.map((row) => row[`${mayMiss}:missing`])).toEqual(heldOut.map((row) => (row[mayMiss] === null ? 1 : 0)));
  });

  it("come with a page about the data that a person can read", async () => {
    const { file } = await madeFeatures();
    const page = readFileSync(file("profilePage"), "utf8");
    for (const name of featureColumns(dataset).map((column) => column.name)) expect(page).toContain(`| ${name} |`);
  });

  it("come with the training part's distribution, in shares that add up", async () => {
    const { json } = await madeFeatures();
    const { rows, churnRate, columns } = Reference.parse(json("reference"));
    expect(rows).toBe(Split.parse(json("split")).rows.train);
    expect(churnRate).toBeCloseTo(0.25, 1);
    expect(Object.keys(columns)).toEqual(featureColumns(dataset).map(({ name }) => name));
    for (const { shares, edges, categories } of Object.values(columns)) {
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(shares).toHaveLength(edges ? edges.length + 1 : (categories?.length as number));
      expect(edges).toEqual(edges?.toSorted((a, b) => a - b));
    }
  });
});

describe("two runs", () => {
  const bytes = (folder: string) =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`).toString("base64")]));
  const differing = (a: string, b: string) => {
    const [first, second] = [bytes(a), bytes(b)];
    expect(Object.keys(first)).toEqual(Object.keys(second));
    return Object.keys(first).filter((name) => first[name] !== second[name]);
  };

  it("on the same table write the same bytes", async () => {
    expect(differing((await madeFeatures()).folder, (await features()).folder)).toEqual([]);
  });

  it("on the same rows in another order differ only in the md5 of the table", async () => {
    const reordered = await features({ rows: customers.toReversed() });
    expect(differing((await madeFeatures()).folder, reordered.folder)).toEqual([SEAL_FILE, FEATURE_FILES.split]);
  });

  it("on tables that differ in held-out customers only learn the same", async () => {
    const rows = customers.map((row) =>
      isHeldOut(row) ? { ...row, [number]: "5", [category]: categories[0] as string } : row,
    );
    const other = await features({ rows });
    expect(differing((await madeFeatures()).folder, other.folder).sort()).toEqual(
      [FEATURE_FILES.holdout, FEATURE_FILES.split, FEATURE_FILES.test, SEAL_FILE].sort(),
    );
  });
});

describe("a table is refused", () => {
  it.each<{ when: string; given: Given; says: string | RegExp }>([
    {
      when: "that nobody has validated",
      given: { validation: "" },
      says: /validation\.json is not whole JSON/,
    },
    {
      when: "that did not pass",
      given: { validation: { passed: false } },
      says: /customers\.csv did not pass validation$/,
    },
    {
      when: "whose verdict somebody has turned",
      given: { validation: { passed: true, errors: ["Too few rows"] } },
      says: /customers\.csv did not pass validation$/,
    },
    {
      when: "that was edited after it",
      given: { edit: (csv) => csv.replace("c1,", "d1,") },
      says: /customers\.csv is not the file that was validated$/,
    },
    {
      when: "that was validated as another dataset",
      given: { validation: { dataset: "telco" } },
      says: "the validation is of telco, not of subscriptions",
    },
  ])("$when", async ({ given, says }) => {
    const { run, folder } = await preprocess(given);
    await expect(run).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      exitCode: 3,
      message: typeof says === "string" ? says : expect.stringMatching(says),
      where: expect.stringMatching(/validation\.json$/),
      fix: "run `npm run validate`",
    });
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    { missing: "data", fix: "run `npm run data`, which brings the pinned table" },
    { missing: "validation", fix: "run `npm run validate`" },
  ])("when there is no $missing", async ({ missing, fix }) => {
    const csv = toCsv(customers.slice(0, 10));
    const at = makeFolder({ data: csv, validation: JSON.stringify(makeValidation(dataset, csv)) });
    const inputs = { data: at("data"), validation: at("validation"), [missing]: at("none") };
    const run = executeStage(preprocessStage, inputs, { features: at("features") }, makeParams(dataset));
    await expect(run).rejects.toMatchObject({ code: "ARTIFACT_MISSING", exitCode: 3, where: at("none"), fix });
    expect(existsSync(at("features"))).toBe(false);
  });
});

describe("features are not fit to train on", () => {
  it.each<{ when: string; given: Given; says: RegExp }>([
    {
      when: "when a number is the same for everybody",
      given: { rows: customers.map((row) => ({ ...row, [number]: "9.50" })) },
      says: new RegExp(
        `^PREPROCESSING FAILED:\n  - ${number} has one and the same value in all \\d+ training rows, so the number says nothing$`,
      ),
    },
    {
      when: "when a category is the same for everybody who is trained on",
      given: { rows: customers.map((row) => (isHeldOut(row) ? row : { ...row, [category]: categories[0] as string })) },
      says: new RegExp(
        `^PREPROCESSING FAILED:\n  - ${category} has one and the same value in all \\d+ training rows, so the category says nothing$`,
      ),
    },
    {
      when: "when values are missing on one side of the split",
      given: { rows: customers.map((row) => (isHeldOut(row) ? { ...row, [mayMiss]: "" } : row)) },
      says: new RegExp(
        `^PREPROCESSING FAILED:\n(  - ${mayMiss} is missing in another share of the (test|train|val) part than of the whole table\n?)+$`,
      ),
    },
    {
      when: "when a part is too small to hold both kinds of customers",
      given: { params: { validationFraction: 0.0001 } },
      says: /^PREPROCESSING FAILED:\n {2}- the val part has 0 rows, 0 of them churners: it needs both kinds of customers$/,
    },
  ])("$when", async ({ given, says }) => {
    const { run, folder } = await preprocess(given);
    await expect(run).rejects.toThrow(CheckFailed);
    await expect(run).rejects.toThrow(says);
    expect(existsSync(folder)).toBe(false);
  });
});
