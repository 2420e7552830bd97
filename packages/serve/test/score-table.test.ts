import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { customerCheck, readBundle, readScorer, scoreRows } from "@churn/bundle";
import { makeBundle, makeCustomer, signature } from "@churn/bundle/test-support";
import type { CustomerRow } from "@churn/features";
import { loadTensorFlow } from "@churn/model";
import { useFolders } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { REASON } from "../src/score-sql.ts";
import { rejectsPath, type ScoreModel, scoreTable } from "../src/score-table.ts";

const { tf } = await loadTensorFlow();
const makeFolder = useFolders();
const { folder } = await makeBundle(makeFolder()("bundle"));
const scorer = await readScorer(folder, tf);
const model: ScoreModel = { bundle: await readBundle(folder), version: 3, open: async () => scorer };

type Row = Record<string, string | number | null>;
const NAMES = ["note", ...Object.keys(makeCustomer())];
const lineOf = (row: Row) => NAMES.map((name) => (row[name] === null ? "" : `"${row[name] ?? ""}"`)).join(",");
const csvOf = (rows: readonly Row[]) => `${[NAMES.join(","), ...rows.map(lineOf)].join("\n")}\n`;
const read = (path: string) =>
  Tables.inMemory((tables) => {
    const format = path.endsWith(".csv")
      ? `read_csv(${sqlString(path)}, all_varchar = true, header = true)`
      : sqlString(path);
    return tables.rows<Row>(`select * from ${format}`);
  });

async function score(csv: string, by = model) {
  const at = makeFolder({ "customers.csv": csv });
  const out = at("scores.parquet");
  const counts = await scoreTable(at("customers.csv"), out, by);
  return { counts, out, scores: await read(out) };
}

const customers = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => {
    const changed = { id: `c${i}`, visits: (i * 7) % 51, price: (i % 997) / 4, bought: i % 3 ? (i * 13) % 900 : null };
    return makeCustomer({ ...changed, plan: i % 2 ? "free" : "paid", moved: i % 5 ? 1 : null }) as Row;
  });

describe("a table that is scored", () => {
  it("keeps its order over many blocks, and scores as single customers do", async () => {
    const rows = customers(20_000).map((row, i) => (i % 1000 === 17 ? { ...row, visits: 99 } : row));
    const taken = rows.filter((_, i) => i % 1000 !== 17);
    const expected = scoreRows(scorer.state, scorer.model, taken as CustomerRow[]);
    const threshold = (expected.toSorted()[10_000] as number) + 1e-12; // no single-precision number
    const bundle = { ...model.bundle, signature: { ...signature, threshold } };
    const { counts, scores } = await score(csvOf(rows), { ...model, bundle });
    expect(counts).toEqual({ rows: 20_000, scored: 19_980, rejected: 20 });
    expect(scores.map(({ id }) => id)).toEqual(taken.map(({ id }) => id));
    const off = scores.filter(({ probability }, i) => !(Math.abs((probability as number) - expected[i]!) <= 1e-6));
    expect(off).toEqual([]);
    const wrong = scores.filter(({ probability, decision }) => {
      return (probability as number) >= threshold !== (decision === "churn");
    });
    expect(wrong).toEqual([]);
    expect(scores.filter(({ decision }) => decision === "churn").length).toBeGreaterThan(5_000);
  });

  it("is the same from Parquet, and as CSV", async () => {
    const at = makeFolder({ "customers.csv": csvOf(customers(300)) });
    await Tables.inMemory((tables) =>
      tables.run(`copy (from ${sqlString(at("customers.csv"))}) to ${sqlString(at("customers.parquet"))}`),
    );
    await scoreTable(at("customers.csv"), at("one.csv"), model);
    await scoreTable(at("customers.parquet"), at("two.csv"), model);
    expect(readFileSync(at("two.csv"), "utf8")).toBe(readFileSync(at("one.csv"), "utf8"));
    expect((await read(at("one.csv")))[0]).toMatchObject({ id: "c0", model: model.bundle.modelDigest.slice(0, 12) });
  });

  it("says in Parquet which model it was", async () => {
    const { out } = await score(csvOf(customers(3)));
    const facts = await Tables.inMemory((tables) =>
      tables.rows(`select decode(key) as key, decode(value) as value from parquet_kv_metadata(${sqlString(out)})`),
    );
    expect(facts).toEqual([
      { key: "modelDigest", value: model.bundle.modelDigest },
      { key: "version", value: "3" },
      { key: "threshold", value: "0.5" },
    ]);
  });

  it("may lack an input that may be missing, and may be empty", async () => {
    const names = NAMES.filter((name) => name !== "bought");
    const { counts } = await score(`${names.join(",")}\n,c1,7,9.5,free,0,north,1\n`);
    expect(counts).toEqual({ rows: 1, scored: 1, rejected: 0 });
    expect((await score(csvOf([]))).counts).toEqual({ rows: 0, scored: 0, rejected: 0 });
  });
});

describe("rows that can't be scored", () => {
  it("are told with all that is wrong, as they came", async () => {
    const rows = [makeCustomer({ id: "bad", visits: "many", plan: "gold", price: null }), makeCustomer()] as Row[];
    const { counts, out } = await score(`${csvOf(rows)}too,few,fields\n`);
    expect(counts).toEqual({ rows: 3, scored: 1, rejected: 2 });
    const rejects = await read(rejectsPath(out));
    expect(rejects[0]).toMatchObject({ id: "bad", visits: "many", plan: "gold" });
    expect(String(rejects[0]?.[REASON]).split("; ")).toEqual([
      'visits: expected a whole number from 0 to 50 (visits), received "many"',
      "price: expected a number from -5 to 250 (EUR), received none",
      'plan: expected one of "free", "paid", received "gold"',
    ]);
    expect(rejects[1]?.[REASON]).toMatch(/^line 4 is no row: /);
  });

  it("can be mended and scored again, and again", async () => {
    const at = makeFolder({ "one.csv": csvOf([makeCustomer({ visits: 99 }), makeCustomer({ visits: 98 })] as Row[]) });
    await scoreTable(at("one.csv"), at("scores.csv"), model);
    const half = readFileSync(rejectsPath(at("scores.csv")), "utf8").replace(",99,", ",9,");
    writeFileSync(at("two.csv"), half);
    const counts = await scoreTable(at("two.csv"), at("scores.csv"), model);
    expect(counts).toEqual({ rows: 2, scored: 1, rejected: 1 });
    const [{ visits, [REASON]: reason }] = (await read(rejectsPath(at("scores.csv")))) as [Row];
    expect([visits, reason]).toEqual(["98", expect.stringContaining('received "98"')]);
  });

  it("are gone with the next run that has none", async () => {
    const at = makeFolder({ "bad.csv": csvOf([makeCustomer({ visits: -1 }) as Row]), "good.csv": csvOf(customers(2)) });
    await scoreTable(at("bad.csv"), at("scores.csv"), model);
    expect(existsSync(rejectsPath(at("scores.csv")))).toBe(true);
    await scoreTable(at("good.csv"), at("scores.csv"), model);
    expect(existsSync(rejectsPath(at("scores.csv")))).toBe(false);
  });
});

describe("a line in the middle that is no row", () => {
  const lines = customers(9).map(lineOf);
  const bad = (name: string) =>
    lines[4]?.replace(lines[4].split(",")[NAMES.indexOf(name)] as string, '"\xe9"') as string;
  it.each([
    { has: "a byte that is no UTF-8 in an input", line: bad("plan"), scored: 8 },
    { has: "one in the id", line: bad("id"), scored: 8 },
    { has: "one in a column that the model does not take", line: `"\xe9"${lines[4]?.slice(2)}`, scored: 9 },
    { has: "too few fields", line: "too,few", scored: 8 },
    { has: "too many fields", line: `${lines[4]},more`, scored: 8 },
  ])("takes no other's score: $has", async ({ line, scored }) => {
    const { scores: clean } = await score(csvOf(customers(9)));
    const at = makeFolder({ "customers.csv": "" });
    writeFileSync(at("customers.csv"), [NAMES.join(","), ...lines.with(4, line), ""].join("\n"), "latin1");
    const counts = await scoreTable(at("customers.csv"), at("scores.parquet"), model);
    expect(counts).toEqual({ rows: 9, scored, rejected: 9 - scored });
    const rounded = (rows: Row[]) => rows.map(({ id, probability }) => [id, (probability as number).toFixed(6)]);
    const expected = clean.filter(({ id }) => scored === 9 || id !== "c4");
    expect(rounded(await read(at("scores.parquet")))).toEqual(rounded(expected));
    if (scored < 9) expect((await read(rejectsPath(at("scores.parquet"))))[0]?.[REASON]).toMatch(/^line 6 is no row: /);
  });
});

it.each(['"c4', '"c"4'])("a quote that is not closed loses rows without a word, so %s is refused", async (id) => {
  const lines = customers(9).map(lineOf);
  const csv = [NAMES.join(","), ...lines.with(4, lines[4]?.replace('"c4"', id) as string), ""].join("\n");
  await expect(score(csv)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining("In line 6 a quote"),
  });
});

// What a text means; the rules of both sides begin after it.
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const TEXTS = [
  "",
  " ",
  "0",
  "1",
  "5",
  "7.0",
  "7.5",
  "-1",
  "-5",
  "-5.1",
  "50",
  "51",
  "250",
  "250.01",
  "900",
  "901",
  "1e1",
];
TEXTS.push(
  "1e400",
  "1_0",
  "nan",
  "inf",
  "0x10",
  "1.0",
  "true",
  "free",
  "paid",
  "Free",
  "free ",
  "north",
  "south",
  "gold",
);

it("agrees with the service about every row: which are taken, and which columns are at fault", async () => {
  let state = 1;
  const draw = (count: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const rows = Array.from({ length: 5_000 }, (_, i) => {
    const row = makeCustomer({ id: `c${i}` }) as Row;
    for (let changes = draw(4); changes > 0; changes--) {
      row[signature.inputs[draw(signature.inputs.length)]?.name as string] = TEXTS[draw(TEXTS.length)] as string;
    }
    return row;
  });
  const check = customerCheck(signature);
  const faulty = rows.flatMap((row) => {
    const inputs = signature.inputs.map(({ name, type }) => [name, meantBy(String(row[name] ?? ""), type)]);
    const checked = check({ id: row.id, ...Object.fromEntries(inputs) });
    return "faults" in checked ? [[row.id, checked.faults.map(({ column }) => column)]] : [];
  });
  const { out } = await score(csvOf(rows));
  const rejects = await read(rejectsPath(out));
  const names = (reason: unknown) => [...String(reason).matchAll(/(?:^|; )(\w+): expected/g)].map(([, name]) => name);
  expect(rejects.map((row) => [row.id, names(row[REASON])])).toEqual(faulty);
  expect(faulty.length).toBeGreaterThan(1_000);
  expect(faulty.length).toBeLessThan(4_500);
});

function meantBy(text: string, type: string): string | number | null {
  if (text.trim() === "") return null;
  if (type === "flag") return text === "0" || text === "1" ? Number(text) : text;
  return type !== "category" && NUMBER.test(text.trim()) ? Number(text) : text;
}

describe("what is refused leaves nothing behind", () => {
  it.each([
    { when: "there is no table", csv: undefined, out: "scores.csv", says: "cannot read", code: 3 },
    { when: "the id is not there", csv: "visits\n1\n", out: "scores.csv", says: "has no column id, price", code: 3 },
    { when: "the ending says nothing", csv: csvOf(customers(1)), out: "scores.xlsx", says: "ends neither", code: 2 },
  ])("when $when", async ({ csv, out, says, code }) => {
    const at = makeFolder({ "kept.txt": "" });
    if (csv !== undefined) writeFileSync(at("customers.csv"), csv);
    const refused = await scoreTable(at("customers.csv"), at(out), model).catch((error) => error);
    expect(refused.message).toContain(says);
    expect(refused.exitCode).toBe(code);
    expect(readdirSync(dirname(at("kept.txt"))).sort()).toEqual([...(csv ? ["customers.csv"] : []), "kept.txt"]);
  });

  it("when it can't be written", async () => {
    const at = makeFolder({ "customers.csv": csvOf(customers(3)), file: "" });
    await expect(scoreTable(at("customers.csv"), join(at("file"), "scores.csv"), model)).rejects.toThrow();
    expect(readdirSync(dirname(at("file"))).sort()).toEqual(["customers.csv", "file"]);
  });
});
