import { asOfColumn, type Column, type Dataset, idColumn } from "@churn/contracts";
import { type Bin, churnByValue } from "./churn-by-value.ts";
import { csvHeader, csvSql } from "./csv.ts";
import { castSql } from "./dataset-sql.ts";
import { fileFault } from "./file-fault.ts";
import { countSql, sqlName, sqlString } from "./sql.ts";
import { Tables } from "./tables.ts";
import { type Twins, twinsSql } from "./twins.ts";

/** A count of rows with up to three of them, as `customer` or `customer=value`. */
export type Found = { count: number; examples: string[] };
export type ColumnFacts = {
  /** Without examples where the contract says what a missing value means. */
  missing: Found;
  /** Text that is not of the column's type, or a category or label the contract does not know. */
  invalid: Found;
  outside: Found;
  quantiles: { p10: number; p50: number; p90: number } | null;
  /** Share of each value of a category, flag or label. */
  shares: Record<string, number>;
};
/** What a table is like, without a judgement. */
export type TableFacts = {
  /** Why the file is no such table at all; little else is known then. */
  fileFault: string | undefined;
  missingColumns: string[];
  unknownColumns: string[];
  duplicatedColumns: string[];
  brokenRows: { count: number; examples: string[] };
  rows: number;
  duplicateIds: Found;
  twins: Twins;
  /** First and last as-of date, as YYYY-MM-DD. */
  asOf: { first: string; last: string } | undefined;
  columns: Record<string, ColumnFacts>;
  /** Who leaves and who stays by the value of each feature; of a large table in a sample. */
  churn: Record<string, Bin[]>;
};

/** Above this size quantiles come from a sample of the rows, chosen by a hash of the id. */
const EXACT_BYTES = 16 * 1024 * 1024;
/** Above this size (some 50,000 rows) so do twins, and who leaves by value. */
const SAMPLE_BYTES = 4_000_000;

/** Reads the table once, as a stream. Columns that are not there are left out of `columns`. */
export async function tableFacts(dataset: Dataset, path: string, bytes: number): Promise<TableFacts> {
  const header = await csvHeader(path);
  const lowerCase = header.map((name) => name.toLowerCase()); // as DuckDB compares names
  const present = Object.entries(dataset.columns).filter(([name]) => header.includes(name));
  const names = {
    fileFault: await fileFault(path),
    missingColumns: Object.entries(dataset.columns)
      .filter(([name, column]) => !header.includes(name) && !("required" in column && column.required === false))
      .map(([name]) => name),
    unknownColumns: header.filter((name) => !Object.hasOwn(dataset.columns, name)),
    duplicatedColumns: header.filter((name, i) => lowerCase.indexOf(name.toLowerCase()) !== i),
  };
  const id = idColumn(dataset).name;
  if (names.fileFault || !header.includes(id) || names.duplicatedColumns.length > 0) {
    return {
      ...names,
      brokenRows: none,
      rows: 0,
      duplicateIds: none,
      twins: NO_TWINS,
      asOf: undefined,
      columns: {},
      churn: {},
    };
  }
  return Tables.inMemory(async (tables) => {
    const source = csvSql(path, header);
    const cast = present.map(([name, column]) => `${castSql(name, column)} as ${sqlName(`${name} typed`)}`);
    const typed = `(select *, ${cast.join(", ")} from ${source})`;
    const every = Math.ceil(bytes / SAMPLE_BYTES);
    const twins = twinsSql(present, every);
    const asOf = asOfColumn(dataset)?.name;
    const day = asOf !== undefined && header.includes(asOf) ? sqlName(`${asOf} typed`) : "null::date";
    await tables.run(`
      create table facts as
      select count(*)::integer as total, (count(${sqlName(id)}) - count(distinct ${sqlName(id)}))::integer as duplicates,
        min(${day})::varchar as first_day, max(${day})::varchar as last_day, ${twins.aggregates.join(", ")},
        ${present.map(([name, column], i) => aggregatesSql(id, name, column, i, Math.ceil(bytes / EXACT_BYTES))).join(", ")},
        list(struct_pack(${present.map(([name], i) => `c${i} := ${sqlName(`${name} typed`)}`).join(", ")}))
          filter (where hash(${sqlName(id)}) % ${every} = 0) as sample
      from ${twins.wrap(typed)}`);
    const [facts] = (await tables.rows<Aggregates>("select * exclude (sample) from facts")) as [Aggregates];
    await tables.run("create table sample as select unnest(sample, recursive := true) from facts");
    const broken = await brokenRows(tables); // of the first reading
    const examples = await findExamples(tables, typed, id, present, facts);
    return {
      ...names,
      brokenRows: broken,
      rows: facts.total,
      duplicateIds: {
        count: facts.duplicates,
        examples: facts.duplicates > 0 ? await duplicates(tables, source, id) : [],
      },
      twins: twins.read(facts),
      asOf: facts.first_day ? { first: facts.first_day, last: facts.last_day as string } : undefined,
      columns: Object.fromEntries(present.map(([name, column], i) => [name, columnFacts(facts, examples, column, i)])),
      churn: await churnByValue(tables, dataset, present),
    };
  });
}

const NO_TWINS: Twins = { whole: 0, butOne: 0, butDecimals: 0 };

type Aggregates = { total: number; duplicates: number; first_day: string | null; last_day: string | null } & Record<
  string,
  unknown
>;
/** Characters of a value in a message. */
const SHOWN = 60;
const none: Found = { count: 0, examples: [] };

type Kind = "missing" | "invalid" | "outside";

/** SQL: which rows are counted as what, and how one of them is shown. */
function foundSql(id: string, name: string, column: Column): { kind: Kind; where: string; example: string }[] {
  const text = sqlName(name);
  const typed = sqlName(`${name} typed`);
  const value = `if(contains(${text}, ','), concat('"', ${text}, '"'), ${text})`; // else two values would seem to be more
  const example = `concat(left(${sqlName(id)}, ${SHOWN}), '=', left(${value}, ${SHOWN}))`;
  const invalid = column.type === "text" ? `contains(${text}, chr(0))` : `${text} is not null and ${typed} is null`;
  return [
    { kind: "missing", where: `${text} is null`, example: sqlName(id) },
    { kind: "invalid", where: invalid, example },
    ...("range" in column
      ? [{ kind: "outside" as const, where: `${typed} not between ${column.range[0]} and ${column.range[1]}`, example }]
      : []),
  ];
}

function aggregatesSql(id: string, name: string, column: Column, i: number, every: number): string {
  const parts = foundSql(id, name, column).map(({ kind, where }) => `${countSql(where)} as c${i}_${kind}`);
  if ("range" in column) {
    const sample = every > 1 ? `filter (where hash(${sqlName(id)}) % ${every} = 0)` : "";
    parts.push(`quantile_disc(${sqlName(`${name} typed`)}::double, [0.1, 0.5, 0.9]) ${sample} as c${i}_quantiles`);
  }
  valuesOf(column).forEach((value, v) => {
    parts.push(`${countSql(`${sqlName(name)} = ${sqlString(value)}`)} as c${i}_value${v}`);
  });
  return parts.join(", ");
}

/** What the contract allows needs no examples. */
const isAllowed = (column: Column, kind: Kind) =>
  kind === "missing" && column.role === "feature" && typeof column.missing === "object" && !column.critical;

/** Up to three rows of each kind that was found and is not allowed: only then is the table read a second time. */
async function findExamples(
  tables: Tables,
  source: string,
  id: string,
  present: readonly (readonly [string, Column])[],
  facts: Aggregates,
): Promise<Record<string, string[]>> {
  const found = present.flatMap(([name, column], i) =>
    foundSql(id, name, column)
      .map((one) => ({ ...one, key: `c${i}_${one.kind}` }))
      .filter(({ key, kind }) => (facts[key] as number) > 0 && !isAllowed(column, kind)),
  );
  if (found.length === 0) return {};
  const examples = found.map(
    ({ key, where, example }) => `arg_min(${example}, ${sqlName(id)}, 3) filter (where ${where}) as ${key}`,
  );
  const [row] = await tables.rows<Record<string, string[] | null>>(`select ${examples.join(", ")} from ${source}`);
  return Object.fromEntries(Object.entries(row ?? {}).map(([key, texts]) => [key, texts ?? []]));
}

/** Every value that a category, flag or label may have, as the table writes it. */
export function valuesOf(column: Column): readonly string[] {
  if (column.type === "category") return column.categories;
  if (column.type === "label") return [column.positive, column.negative];
  return column.type === "flag" ? ["0", "1"] : [];
}

function columnFacts(
  facts: Aggregates,
  examples: Readonly<Record<string, string[]>>,
  column: Column,
  i: number,
): ColumnFacts {
  const found = (kind: Kind): Found => {
    const key = `c${i}_${kind}`;
    return { count: (facts[key] as number | undefined) ?? 0, examples: examples[key] ?? [] };
  };
  const [p10, p50, p90] = (facts[`c${i}_quantiles`] as number[] | null | undefined) ?? [];
  const share = (v: number) => (facts[`c${i}_value${v}`] as number) / facts.total;
  return {
    missing: found("missing"),
    invalid: found("invalid"),
    outside: found("outside"),
    quantiles: p10 === undefined ? null : { p10, p50: p50 as number, p90: p90 as number },
    shares: facts.total > 0 ? Object.fromEntries(valuesOf(column).map((value, v) => [value, share(v)])) : {},
  };
}

async function brokenRows(tables: Tables): Promise<Found> {
  const [count] = await tables.rows<{ n: number }>("select count(distinct line)::integer as n from reject_errors");
  const examples = await tables.rows<Rejected>(
    `select line, arg_min(error_type, byte_position) as type, arg_min(error_message, byte_position) as message,
       min(byte_position) as byte
     from reject_errors group by line order by line limit 3`,
  );
  return { count: count?.n ?? 0, examples: examples.map((row) => `line ${row.line}: ${rowFault(row)}`) };
}

type Rejected = { line: string; byte: string; type: string; message: string };

/** DuckDB's reason in the words of somebody who has to mend the file. */
function rowFault({ type, message, byte }: Rejected): string {
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (found) return `${found} fields instead of ${expected}`;
  if (type === "INVALID ENCODING") return `not UTF-8 in the field at byte ${byte} of the file`;
  if (type === "UNQUOTED VALUE") return `a quote at byte ${byte} of the file that is not closed where the field ends`;
  return message;
}

async function duplicates(tables: Tables, source: string, id: string): Promise<string[]> {
  const name = sqlName(id);
  const rows = await tables.rows<{ id: string }>(
    `select ${name} as id from ${source} group by ${name} having count(${name}) > 1 order by ${name} limit 3`,
  );
  return rows.map((row) => row.id);
}
