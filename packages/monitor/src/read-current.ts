import {
  type Column,
  columnOfInput,
  PipelineError,
  type Signature,
  type SignatureInput,
  type TargetColumn,
} from "@churn/contracts";
import { requireFile } from "@churn/runtime";
import { castSql, requireClosedQuotes, sqlName, sqlString, type Tables, textTable } from "@churn/tables";
import { loggedRequests } from "./logged-requests.ts";

/** SQL: whether a value is none of the column's, and whether it is out of its range. */
export const unknownSql = (column: string): string => sqlName(`${column} unknown`);
export const outsideSql = (column: string): string => sqlName(`${column} outside`);

export type Current = { readonly kind: "table" | "requests"; readonly broken: number; readonly hasLabels: boolean };

/**
 * Reads customers of today as the tables `texts`, as they are written, and `customers`: each input as its type, NULL
 * where it is missing or unknown, and the label where there is one.
 *
 * @param label - how the label is written
 * @throws PipelineError ARTIFACT_MISSING when nothing is there, ARTIFACT_INVALID for a table that lacks an input
 */
export async function readCurrent(
  tables: Tables,
  source: { readonly path: string; readonly kind: Current["kind"] },
  { inputs, target }: Signature,
  label: TargetColumn,
): Promise<Current> {
  const { path, kind } = source;
  if (kind === "table") requireFile(path, "name a table of customers, or a folder of logged requests, with --current");
  const inputNames = inputs.map(({ name }) => name);
  const table = kind === "table" ? await textTable(tables, path) : loggedRequests(path, inputNames);
  const { sql, names, broken } = table;
  const lacking = inputs.filter(({ name, missing }) => !names.includes(name) && missing === undefined);
  if (lacking.length > 0) {
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `${path} has no column ${lacking.map(({ name }) => name).join(", ")}, which the model needs`,
      where: path,
      fix: "name a table with the columns of the contract, with commas between, or a folder of logged requests",
    });
  }
  const hasLabels = names.includes(target);
  const texts = [...inputNames, ...(hasLabels ? [target] : [])].map((name) => {
    return names.includes(name) ? sqlName(name) : `null::varchar as ${sqlName(name)}`;
  });
  await tables.run(`create table texts as select ${texts.join(", ")} from ${sql}`);
  await requireClosedQuotes(tables, path, table);
  const [count] = await tables.rows<{ n: number }>(`select count(*)::integer as n from (${broken})`);
  const columns = inputs.flatMap((input) => typedSql(input.name, columnOfInput(input)));
  if (hasLabels) columns.push(`${castSql(target, label)} as ${sqlName(target)}`);
  await tables.run(`create view customers as select ${columns.join(", ")} from texts`);
  return { kind, broken: count?.n ?? 0, hasLabels };
}

function typedSql(name: string, column: Column): string[] {
  const value = `(${castSql(name, column)})`;
  const outside = "range" in column ? `coalesce(${value} not between ${column.range.join(" and ")}, false)` : "false";
  return [
    `${value} as ${sqlName(name)}`,
    `${sqlName(name)} is not null and ${value} is null as ${unknownSql(name)}`,
    `${outside} as ${outsideSql(name)}`,
  ];
}

/** Writes the customers that the service would score as Parquet, with their labels. */
export async function writeScorable(tables: Tables, path: string, inputs: readonly SignatureInput[]): Promise<void> {
  const faults = inputs.flatMap(({ name }) => [unknownSql(name), outsideSql(name)]);
  await tables.run(
    `copy (select * exclude (${faults.join(", ")}) from customers where not (${faults.join(" or ")}))
     to ${sqlString(path)} (format parquet)`,
  );
}
