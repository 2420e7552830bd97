import { rm } from "node:fs/promises";
import { extname } from "node:path";
import type { Bundle, Scorer } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import { inWorkFolder, moveInto, requireFile, temporaryBeside } from "@churn/runtime";
import { requireClosedQuotes, sqlName, sqlString, Tables, type TextTable, textTable } from "@churn/tables";
import { scoreBlocks } from "./score-blocks.ts";
import { customersSql, numbersSql, rejectsSql } from "./score-sql.ts";

/** `rows` = `scored` + `rejected`. */
export type ScoreCounts = { readonly rows: number; readonly scored: number; readonly rejected: number };
/** `open` makes ready what scores; meanwhile the table is read. */
export type ScoreModel = {
  readonly bundle: Bundle;
  readonly version: number | null;
  readonly open: () => Promise<Scorer>;
};

/** Where the rows go that can't be scored, with the reason. */
export const rejectsPath = (out: string): string => `${out}.rejects.csv`;

/**
 * Scores a table of any size, CSV or Parquet, and writes id, probability, decision and model in its order, as CSV or
 * Parquet by the ending of `out`; rows that the service would refuse go to `rejectsPath(out)`. Columns that the model
 * does not take are passed over. Both files are there when all is done, or neither.
 *
 * @throws PipelineError ARTIFACT_MISSING when there is no table, ARTIFACT_INVALID when it is no table, lacks a column or
 * has a quote that is not closed
 */
export async function scoreTable(
  path: string,
  out: string,
  { bundle, version, open }: ScoreModel,
  onRows: (rows: number) => void = () => {},
): Promise<ScoreCounts> {
  const { signature, modelDigest } = bundle;
  const format = formatOf(out, { modelDigest, version: String(version), threshold: String(signature.threshold) });
  requireFile(path, "name a table of customers, CSV or Parquet, with --in");
  return inWorkFolder("churn-score-", (work) =>
    Tables.spilling(work, async (tables) => {
      const table = await textTable(tables, path);
      requireColumns(path, table, bundle);
      const reading = tables.run(`create table customers as ${customersSql(table, signature)}`);
      const [read, opened] = await Promise.allSettled([reading, open()]);
      if (read.status === "rejected") throw read.reason;
      if (opened.status === "rejected") throw opened.reason;
      await requireClosedQuotes(tables, path, table);
      await tables.run("create table scores (probability float)");
      await tables.append("scores", scoreBlocks(tables.stream(numbersSql(opened.value.state)), opened.value, onRows));
      const decision = `if(probability::double >= ${signature.threshold}::double, 'churn', 'stay') as decision`;
      const scores = temporaryBeside(out);
      const scored = await copy(
        tables,
        `select id as ${sqlName(signature.id)}, probability, ${decision}, ${sqlString(modelDigest.slice(0, 12))} as model
         from customers positional join scores where not isnan(probability)`,
        scores,
        format,
      );
      const rejects = temporaryBeside(rejectsPath(out));
      const rejected = await copy(tables, rejectsSql(table, signature), rejects, "format csv, header true");
      const rows = await countRows(tables, table);
      if (rows !== scored + rejected) throw new Error(`${rows} rows came, ${scored} were scored, ${rejected} rejected`);
      if (rejected > 0) moveInto(rejects, rejectsPath(out));
      else for (const path of [rejects, rejectsPath(out)]) await rm(path, { force: true });
      moveInto(scores, out);
      return { rows, scored, rejected };
    }),
  );
}

async function countRows(tables: Tables, { broken }: TextTable): Promise<number> {
  const [total] = await tables.rows<{ n: number }>(
    `select ((select count(*) from customers) + (select count(*) from (${broken})))::integer as n`,
  );
  return total?.n ?? 0;
}

async function copy(tables: Tables, sql: string, to: string, format: string): Promise<number> {
  const [row] = await tables.rows<{ Count: string }>(`copy (${sql}) to ${sqlString(to)} (${format})`);
  return Number(row?.Count);
}

/** @param facts - about the model, for whoever opens a Parquet file */
function formatOf(out: string, facts: Record<string, string>): string {
  if (extname(out) === ".csv") return "format csv, header true";
  if (extname(out) === ".parquet") {
    const pairs = Object.entries(facts).map(([name, value]) => `${name}: ${sqlString(value)}`);
    return `format parquet, kv_metadata {${pairs.join(", ")}}`;
  }
  throw new PipelineError("USAGE_INVALID", {
    what: `${out} ends neither with .csv nor with .parquet`,
    where: "--out",
    fix: "for example --out scores.parquet",
  });
}

function requireColumns(path: string, { names }: TextTable, { signature: { id, inputs } }: Bundle): void {
  const needed = [id, ...inputs.filter(({ missing }) => missing === undefined).map(({ name }) => name)];
  const lacking = needed.filter((name) => !names.includes(name));
  if (lacking.length === 0) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${path} has no column ${lacking.join(", ")}, which the model needs`,
    where: path,
    fix: "name a table with the columns of the contract, with commas between",
  });
}
