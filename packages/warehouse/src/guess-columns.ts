import type { ColumnSketch, TableSketch } from "./sketch-table.ts";

/** What a column most likely is; `out`: it can't be a feature as it stands, and why. */
export type Guess =
  | { is: "id" | "target" | "as-of" | "integer" | "decimal" | "category" | "flag" }
  | { is: "out"; because: string };

const TARGET = /churn|attrit|exit|cancel|left|leav|target|label|outcome/i;
const ID = /(^|[^a-z])id$|Id$|ID$|customer|client|account|member|subscriber|user/;
const AS_OF = /as.?of|snapshot|report|^date$|^month$/i;
/** Of a column of numbers that many may be something else, for a person to mend. */
const MOSTLY = 0.95;
const LARGEST_INTEGER = 2 ** 31 - 1;

/** A guess for each column, in their order: at most one id, one target, one as-of date. */
export function guessColumns({ rows, columns }: TableSketch): Guess[] {
  const first = (candidates: ColumnSketch[], name: RegExp) =>
    candidates.find((column) => name.test(column.name)) ?? undefined;
  const halves = columns.filter((column) => column.distinct === 2 && column.missing === 0);
  const target = first(halves, TARGET);
  const ids = columns.filter((column) => column.isUnique && !isFraction(column) && column.dates === 0);
  const id = first(ids, ID) ?? ids.find((column) => !numbersRows(column, rows)) ?? ids[0];
  const days = columns.filter((column) => column.missing === 0 && column.dates === rows);
  const asOf = first(days, AS_OF);
  return columns.map((column) => {
    if (column === id) return { is: "id" };
    if (column === target) return { is: "target" };
    if (column === asOf) return { is: "as-of" };
    return guessFeature(column, rows);
  });
}

const isFraction = ({ numbers, wholeNumbers }: ColumnSketch) => numbers > wholeNumbers;
const numbersRows = ({ isUnique, range }: ColumnSketch, rows: number) =>
  isUnique && range !== undefined && range[0] <= 1 && range[1] - range[0] === rows - 1;

function guessFeature(column: ColumnSketch, rows: number): Guess {
  const { distinct, missing, numbers, wholeNumbers, dates, values, range } = column;
  const present = rows - missing;
  const out = (because: string): Guess => ({ is: "out", because });
  if (present === 0) return out("no row has a value");
  if (distinct <= 1) return out(`every value is ${values[0]}`);
  if (numbersRows(column, rows)) return out("numbers the rows");
  if (dates >= MOSTLY * present) return out("a date; make a number of it, such as the days since then");
  if (values.length === 2 && values.join() === "0,1") return { is: "flag" };
  if (range && distinct > 2 && numbers >= MOSTLY * present) {
    const fits = Math.max(-range[0], range[1]) <= LARGEST_INTEGER;
    return { is: wholeNumbers === numbers && fits ? "integer" : "decimal" };
  }
  if (values.length > 1) return { is: "category" };
  return out(`about ${distinct.toLocaleString("en-US")} different texts`);
}
