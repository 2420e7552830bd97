import { PipelineError } from "@churn/contracts";
import { countSql, csvHeader, csvSql, isParquet, parquetSql, sqlName, Tables } from "@churn/tables";

/** What a column is like to somebody who knows nothing about it. */
export type ColumnSketch = {
  name: string;
  missing: number;
  /** Not exact above a hundred. */
  distinct: number;
  isUnique: boolean;
  numbers: number;
  wholeNumbers: number;
  dates: number;
  /** Of the values that are numbers. */
  range: [number, number] | undefined;
  /** Every value of a column that has few. */
  values: string[];
  /** A few values that are no number, of a column that has numbers. */
  others: string[];
};
export type TableSketch = { rows: number; brokenRows: number; columns: ColumnSketch[] };

const FEW = 30;

/** Reads a CSV or Parquet file that no contract knows. */
export async function sketchTable(path: string): Promise<TableSketch> {
  return Tables.inMemory(async (tables) => {
    const { sql, names } = (await isParquet(path)) ? await parquetSql(tables, path) : await csvTable(path);
    const [row] = (await tables.rows(
      `select count(*)::integer as total, ${names.map(measures).join(", ")} from ${sql}`,
    )) as [Measures];
    const few = names.flatMap((name, i) => ((row[`distinct${i}`] as number) <= 2 * FEW ? [{ name, i }] : []));
    const unique = names.flatMap((name, i) =>
      (row[`distinct${i}`] as number) >= 0.8 * row.total ? [{ name, i }] : [],
    );
    const exact = [
      "1 as one",
      ...few.map(({ name, i }) => `list_sort(list(distinct ${sqlName(name)})) as values${i}`),
      ...unique.map(({ name, i }) => `count(distinct ${sqlName(name)})::integer as unique${i}`),
    ];
    const [found] = (await tables.rows(`select ${exact.join(", ")} from ${sql}`)) as [Measures];
    const broken = await tables
      .rows<{ n: number }>("select count(distinct line)::integer as n from reject_errors")
      .catch(() => []); // a Parquet file has no such rows
    return {
      rows: row.total,
      brokenRows: broken[0]?.n ?? 0,
      columns: names.map((name, i) => columnSketch(name, i, row, found)),
    };
  });
}

type Measures = { total: number } & Record<string, unknown>;

async function csvTable(path: string): Promise<{ sql: string; names: string[] }> {
  const names = await csvHeader(path);
  const separator = names.length === 1 ? names[0]?.match(/[;\t|]/)?.[0] : undefined;
  const what =
    names.length === 0
      ? `${path} is empty`
      : new Set(names.map((name) => name.toLowerCase())).size < names.length
        ? `${path} names a column twice: ${names.join(", ")}`
        : separator
          ? `${path} separates its columns with ${JSON.stringify(separator)}`
          : undefined;
  if (what === undefined) return { sql: csvSql(path, names), names };
  throw new PipelineError("USAGE_INVALID", {
    what,
    where: path,
    fix: "save it as CSV with a header of distinct names and commas between the columns, or as Parquet",
  });
}

function measures(name: string, i: number): string {
  const text = sqlName(name);
  const number = `try_cast(${text} as double)`;
  const isWhole = `${number} = trunc(${number})`;
  return [
    `(count(*) - count(${text}))::integer as missing${i}`,
    `approx_count_distinct(${text})::integer as distinct${i}`,
    `${countSql(`isfinite(${number})`)} as numbers${i}`,
    `${countSql(`isfinite(${number}) and ${isWhole}`)} as whole${i}`,
    `${countSql(`regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}.*') and try_cast(${text} as timestamp) is not null`)} as dates${i}`,
    `min(${number}) filter (where isfinite(${number})) as min${i}`,
    `max(${number}) filter (where isfinite(${number})) as max${i}`,
    `arg_min(${text}, ${text}, 3) filter (where not coalesce(isfinite(${number}), false)) as others${i}`,
  ].join(", ");
}

function columnSketch(name: string, i: number, row: Measures, found: Measures): ColumnSketch {
  const of = <T>(what: string) => row[`${what}${i}`] as T;
  const values = ((found[`values${i}`] as (string | null)[] | undefined) ?? []).filter((value) => value !== null);
  const missing = of<number>("missing");
  const numbers = of<number>("numbers");
  return {
    name,
    missing,
    distinct: values.length || of<number>("distinct"),
    isUnique: row.total > 1 && missing === 0 && found[`unique${i}`] === row.total,
    numbers,
    wholeNumbers: of<number>("whole"),
    dates: of<number>("dates"),
    range: numbers > 0 ? [of<number>("min"), of<number>("max")] : undefined,
    values: values.length <= FEW ? values : [],
    others: numbers > 0 ? (of<string[] | null>("others") ?? []) : [],
  };
}
