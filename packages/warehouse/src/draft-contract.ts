import { type Guess, guessColumns } from "./guess-columns.ts";
import type { ColumnSketch, TableSketch } from "./sketch-table.ts";

const LINE = 120;
/** By how much of its width a range is wider than what the table shows. */
const ROOM = 0.25;
const USUAL_RATE: [number, number] = [0.05, 0.6];

/** The contract of a table as TypeScript, with guesses marked and questions left open, and the columns left out. */
export function draftContract(
  name: string,
  source: string,
  table: TableSketch,
): { text: string; questions: number; leftOut: string[] } {
  const guesses = guessColumns(table);
  const columns = table.columns.map((column, i) => ({ column, guess: guesses[i] as Guess }));
  const out = columns.flatMap(({ column, guess }) => (guess.is === "out" ? [{ column, guess }] : []));
  const has = (is: Guess["is"]) => columns.some(({ guess }) => guess.is === is);
  const lines = [
    `// Drafted from ${source}: ${table.rows.toLocaleString("en-US")} rows. Correct what is guessed, answer each QUESTION,`,
    "// delete these notes. docs/own-table.md shows how.",
    ...(table.brokenRows > 0 ? [`// QUESTION: ${table.brokenRows} rows can't be read; mend them in the file.`] : []),
    'import { defineDataset } from "../dataset.ts";',
    "",
    "export default defineDataset({",
    `  name: ${JSON.stringify(name)},`,
    `  title: ${JSON.stringify(`${capital(name.replaceAll("-", " "))} customers`)},`,
    "  // QUESTION: one row per what, known on which day?",
    '  description: "One row per customer",',
    `  source: ${JSON.stringify(source)},`,
    `  splitSalt: ${JSON.stringify(name)},`,
    `  minRows: ${Math.max(1, Math.min(1000, Math.floor(table.rows * 0.7)))},`,
    "  columns: {",
    ...(has("id") ? [] : ['    // QUESTION: which column names the customer? It gets role: "id", type: "text".']),
    ...(has("target") ? [] : ['    // QUESTION: which column says who left? It gets role: "target", type: "label".']),
    ...columns.flatMap(({ column, guess }) => columnLines(column, guess, table.rows)),
    ...(out.length > 0 ? ["    // Left out, and the table must come without them (--without):"] : []),
    ...out.map(({ column, guess }) => `    //   ${column.name}: ${guess.because}`),
    "  },",
    `  slices: [${sliceable(columns).join(", ")}],`,
    "});",
  ];
  return {
    text: `${lines.join("\n")}\n`,
    questions: lines.filter((line) => line.includes("// QUESTION")).length,
    leftOut: out.map(({ column }) => column.name),
  };
}

function columnLines(column: ColumnSketch, { is }: Guess, rows: number): string[] {
  const { name, missing, values, range, others } = column;
  const described = `description: ${JSON.stringify(inWords(name))}`;
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  switch (is) {
    case "out":
      return [];
    case "id":
      return ["    // guess: no value is there twice", `    ${key}: { role: "id", type: "text", ${described} },`];
    case "as-of":
      return ["    // guess: a date in every row", `    ${key}: { role: "as-of", type: "date", ${described} },`];
    case "target": {
      const positive = values.find((value) => /^(1|y|yes|t|true|churned|left|exited)$/i.test(value)) ?? values[1];
      const negative = values.find((value) => value !== positive);
      return [
        "    // guess: two values, and its name",
        `    ${key}: {`,
        '      role: "target",',
        '      type: "label",',
        `      positive: ${JSON.stringify(positive)},`,
        `      negative: ${JSON.stringify(negative)},`,
        `      rate: [${USUAL_RATE.join(", ")}],`,
        `      ${described},`,
        "    },",
      ];
    }
    default:
      return [
        `    ${key}: {`,
        '      role: "feature",',
        `      type: ${JSON.stringify(is)},`,
        ...(is === "category" ? listLines("categories", values) : []),
        ...(range && (is === "integer" || is === "decimal")
          ? ['      unit: "?",', `      range: [${withRoom(range).join(", ")}],`]
          : []),
        ...(is !== "category" && others.length > 0
          ? [`      // QUESTION: some values are no number (${others.join(", ")}); mend them in the table.`]
          : []),
        ...missingLines(missing / rows, is === "integer" || is === "decimal"),
        `      ${described},`,
        "    },",
      ];
  }
}

function missingLines(share: number, isNumber: boolean): string[] {
  if (share === 0) return ['      missing: "forbidden",'];
  const percent = share < 0.001 ? "fewer than 0.1" : (100 * share).toFixed(1);
  return [
    `      // QUESTION: missing in ${percent} % of the rows; what does that mean? Answer with a line such as`,
    `      // missing: { means: "has none yet", encodeAs: ${isNumber ? '"median"' : 0} },`,
  ];
}

function listLines(key: string, values: readonly string[]): string[] {
  const texts = values.map((value) => JSON.stringify(value));
  const line = `      ${key}: [${texts.join(", ")}],`;
  if (line.length <= LINE) return [line];
  return [`      ${key}: [`, ...texts.map((text) => `        ${text},`), "      ],"];
}

/** Somewhat wider than what was seen, at round numbers, and not below 0 when nothing was. */
function withRoom([low, high]: [number, number]): [number, number] {
  const room = ROOM * (high - low);
  const unit = 10 ** Math.floor(Math.log10((high - low) / 2));
  const round = (value: number, to: (value: number) => number) => Number((to(value / unit) * unit).toPrecision(12));
  const from = round(low - room, Math.floor);
  const begin = low >= 0 ? Math.max(0, from) : from;
  const isWhole = Number.isInteger(low) && Number.isInteger(high);
  const end = round(high + room, Math.ceil);
  return isWhole ? [Math.floor(begin), Math.ceil(end)] : [begin, end];
}

const sliceable = (columns: { column: ColumnSketch; guess: Guess }[]): string[] =>
  columns
    .filter(({ column, guess }) => guess.is === "category" && column.values.length <= 5)
    .slice(0, 2)
    .map(({ column }) => `{ by: ${JSON.stringify(column.name)} }`);

/** monthly_charges and MonthlyCharges are monthly charges. */
const inWords = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_\s.-]+/g, " ")
    .trim()
    .toLowerCase();

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
