import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { csv, filesIn, Workbench } from "./workbench.ts";

let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
}, 60_000);
afterAll(() => bench?.remove());

type Row = Readonly<Record<string, string>>;
type Bytes = string | Buffer;

const text = () => csv(bench.table);
const column = (name: string) => bench.table[0]?.indexOf(name) as number;
const header = (change: (names: string[]) => string[]) =>
  csv(bench.table.map((fields, i) => (i === 0 ? change(fields) : fields)));
/** The value of a column in line 5 of the file, or in every line. */
const with1 = (name: string, value: string) => withAll(name, (old, i) => (i === 3 ? value : old));
const withAll = (name: string, value: (old: string, row: number) => string) =>
  csv(
    bench.table.map((fields, i) =>
      i === 0 ? fields : fields.with(column(name), value(fields.at(column(name)) as string, i - 1)),
    ),
  );
const latin1 = (content: string) => Buffer.from(content, "latin1");
const rows = (count: number) => csv(bench.table.slice(0, count + 1));
const BIG = 100_000_000;

async function validate(content: Bytes | undefined) {
  const folder = bench.folder();
  if (content !== undefined) writeFileSync(join(folder, "t.csv"), content);
  const before = filesIn(folder);
  const ended = await bench.run("validate", folder, "--in", "data=t.csv", "--out", "validation=v.json");
  const written = filesIn(folder).filter((file) => !before.includes(file));
  const verdict: Row | undefined = written.includes("v.json")
    ? JSON.parse(readFileSync(join(folder, "v.json"), "utf8"))
    : undefined;
  return { ...ended, written, verdict };
}

const MEND =
  "\n  where: t.csv\n  mend:  correct the table; or, where the table is right, what is asked of it:\n" +
  "         packages/contracts/src/datasets/subscriptions.ts, and subscriptions.expectations.json beside it\n";

describe.concurrent("a table", { timeout: 120_000 }, () => {
  it.for<{ when: string; content: () => Bytes }>([
    { when: "it is as it should be", content: text },
    { when: "it begins with a byte-order mark", content: () => `\uFEFF${text()}` },
    { when: "its lines end as on Windows", content: () => text().replaceAll("\n", "\r\n") },
    { when: "it comes from Excel: both of these", content: () => `\uFEFF${text().replaceAll("\n", "\r\n")}` },
    { when: "its last line has no end", content: () => text().trimEnd() },
    { when: "there are empty lines", content: () => `${text().replace("\n", "\n\n")}\n\n` },
    { when: "a zero is negative", content: () => with1("tenure_months", "-0") },
  ])("passes, with every row, when $when", async ({ content }, { expect }) => {
    const { exitCode, stderr, written, verdict } = await validate(content());
    expect({ exitCode, stderr, written }).toEqual({ exitCode: 0, stderr: "", written: ["v.json"] });
    expect(verdict).toMatchObject({ passed: true, rows: bench.table.length - 1, errors: [] });
  });

  it.for<{ when: string; content: () => Bytes; says: string }>([
    { when: "it is empty", content: () => "", says: "The file is empty" },
    { when: "there is only a header", content: () => rows(0), says: "Too few rows: 0, at least 1,000 are needed" },
    {
      when: "it is cut in the middle of a row",
      content: () => text().slice(0, -20),
      says: "1 row can't be read: line 2001: ",
    },
    {
      when: "a byte is not UTF-8",
      content: () => latin1(with1("region", "n\xf6rd")),
      says: "1 row can't be read: line 5: not UTF-8 in the field at byte 4",
    },
    {
      when: "the header is not UTF-8",
      content: () => latin1(header((names) => names.with(8, "r\xe9gion"))),
      says: "The header is not UTF-8: save the table as UTF-8",
    },
    {
      when: "it is UTF-16",
      content: () => Buffer.from(`\uFEFF${text()}`, "utf16le"),
      says: "The file is no CSV, it is UTF-16 text: save it as UTF-8",
    },
    {
      when: "it has a column too many",
      content: () => csv(bench.table.map((fields, i) => [...fields, i === 0 ? "extra" : "x"])),
      says: "Unknown columns: extra (not in the contract of subscriptions)",
    },
    {
      when: "one row has a field too many",
      content: () => with1("region", "north,north"),
      says: "1 row can't be read: line 5: 15 fields instead of 14",
    },
    {
      when: "a column has another name",
      content: () => header((names) => names.map((name) => (name === "tenure_months" ? "tenure" : name))),
      says:
        "Missing required columns: tenure_months\n" +
        "  - Unknown columns: tenure (not in the contract of subscriptions)",
    },
    {
      when: "its header is written in capitals",
      content: () => header((names) => names.map((name) => name.toUpperCase())),
      says: '  - Columns written otherwise than in the contract: "CUSTOMER_ID" is customer_id, ',
    },
    {
      when: "a column stands there twice",
      content: () => csv(bench.table.map((fields) => [...fields, fields[2] as string])),
      says: "Columns named twice: tenure_months",
    },
    {
      when: "it has no header",
      content: () => csv(bench.table.slice(1)),
      says: "The first line is no header of this dataset: write the contract's column names there",
    },
    {
      when: "it is separated by semicolons",
      content: () => text().replaceAll(",", ";"),
      says: "The columns are separated by semicolons: save the table with commas",
    },
    {
      when: "its lines end as on an old Macintosh",
      content: () => text().replaceAll("\n", "\r"),
      says: "The lines end with a carriage return only: save the table with line feeds (\\n)",
    },
    {
      when: "it is a failed download",
      content: () => "<!DOCTYPE html><title>404</title>\n",
      says: "The file is no CSV, it is HTML or XML, as a failed download leaves it",
    },
    {
      when: "it is Parquet",
      content: () => latin1("PAR1\x15\xff\0PAR1"),
      says: "The file is no CSV, it is a Parquet file",
    },
    {
      when: "text stands in a number",
      content: () => with1("monthly_charges", "abc"),
      says: "monthly_charges is not a number in 1 row: ",
    },
    {
      when: "numbers are not finite",
      content: () => withAll("monthly_charges", (value, i) => ["inf", "-Infinity", "NaN", "1e999"][i] ?? value),
      says: "monthly_charges is not a number in 4 rows: ",
    },
    {
      when: "a number has a thousands separator",
      content: () => with1("total_charges", '"1,234.50"'),
      says: "total_charges is not a number in 1 row: ",
    },
    {
      when: "its numbers have decimal commas",
      content: () => withAll("monthly_charges", (value) => `"${value.replace(".", ",")}"`),
      says: "monthly_charges is not a number in 2,000 rows: ",
    },
    {
      when: "its dates have another form",
      content: () => withAll("snapshot_date", (value) => value.split("-").reverse().join(".")),
      says: "snapshot_date is not a date (YYYY-MM-DD) in 2,000 rows: ",
    },
    {
      when: "whole numbers are too large for one",
      content: () => withAll("tenure_months", (value, i) => ["99999999999999999999", "4294967297"][i] ?? value),
      says: "tenure_months is not a whole number in 2 rows: ",
    },
    {
      when: "a customer stands there twice",
      content: () => `${text()}${bench.table[1]?.join(",")}\n`,
      says: "Duplicate customers: 1 row with an id that is already there: ",
    },
    { when: "it has 999 rows", content: () => rows(999), says: "Too few rows: 999, at least 1,000 are needed" },
    {
      when: "4 % churn",
      content: () => withAll("churn", (_, i) => (i % 25 === 0 ? "1" : "0")),
      says: "Churn rate 0.0400 outside 0.05..0.60",
    },
    {
      when: "61 % churn",
      content: () => withAll("churn", (_, i) => (i % 100 < 61 ? "1" : "0")),
      says: "Churn rate 0.6100 outside 0.05..0.60",
    },
    {
      when: "the label is Yes or No",
      content: () => withAll("churn", (value) => (value === "1" ? "Yes" : "No")),
      says: "churn: no row has a label that the contract knows; write there how the table does it (positive, negative)",
    },
    {
      when: "days_since_last_purchase is missing in every row",
      content: () => withAll("days_since_last_purchase", () => ""),
      says: "days_since_last_purchase is missing in every row",
    },
    {
      when: "a quote is left open",
      content: () => withAll("region", (value, i) => (i === 1700 ? `"${value}` : value)),
      says: "1 row can't be read: line 1702: a quote at byte ",
    },
    {
      when: "there is a NUL byte in an id",
      content: () => with1("customer_id", "C\0X"),
      says: "customer_id is not text in 1 row: C\\x00X=C\\x00X",
    },
    {
      when: "there is a NUL byte in a category",
      content: () => with1("region", "no\0rth"),
      says: "no\\x00rth",
    },
    {
      when: "there is a NUL byte in the header",
      content: () => header((names) => names.with(0, "customer\0id")),
      says: "The header holds a NUL byte (byte 9): the file is damaged, or no text",
    },
    {
      when: "its only line has 100 MB",
      content: () => Buffer.alloc(BIG, "x"),
      says: "The first line does not end within 64 KiB: it is no header",
    },
    {
      when: "its last line has 100 MB and no end",
      content: () => Buffer.concat([Buffer.from(text()), Buffer.alloc(BIG, "x")]),
      says: "is longer than a million bytes: a line end is missing, or the file is damaged",
    },
    {
      when: "a field in its middle has 100 MB",
      content: () => with1("region", "n".repeat(BIG)),
      says: "is longer than a million bytes: a line end is missing, or the file is damaged",
    },
  ])("is refused when $when", async ({ content, says }, { expect }) => {
    const { exitCode, stdout, stderr, written, verdict } = await validate(content());
    expect({ exitCode, stdout, written }).toEqual({ exitCode: 1, stdout: "", written: ["v.json"] });
    expect(stderr).toMatch(/^DATA VALIDATION FAILED:\n {2}- /);
    expect(stderr).toContain(says);
    expect(stderr).toContain(MEND);
    expect(stderr.length).toBeLessThan(2000);
    expect(verdict).toMatchObject({ passed: false });
  });

  it.for<{ when: string; spoil: (path: string) => void; says: string; mend: string }>([
    { when: "is not there", spoil: () => {}, says: "it is not there", mend: "run `npm run data`" },
    {
      when: "is a folder",
      spoil: (path) => mkdirSync(path),
      says: "it is a folder, not a file",
      mend: "move the folder",
    },
    {
      when: "may not be read",
      spoil: (path) => {
        writeFileSync(path, text());
        chmodSync(path, 0);
      },
      says: "you are not allowed to",
      mend: "make it readable for you",
    },
  ])("that $when is asked for by validate and preprocess", async ({ when, spoil, says, mend }, { expect, skip }) => {
    if (when === "may not be read" && process.getuid?.() === 0) skip("root may read everything");
    for (const program of ["validate", "preprocess"] as const) {
      const folder = bench.folder();
      spoil(join(folder, "t.csv"));
      const before = filesIn(folder);
      const { exitCode, stderr } = await bench.run(program, folder, "--in", "data=t.csv");
      expect(exitCode).toBe(3);
      expect(stderr).toContain(`cannot read t.csv: ${says}\n  where: t.csv\n  mend:  ${mend}`);
      expect(filesIn(folder)).toEqual(before);
    }
  });
});
