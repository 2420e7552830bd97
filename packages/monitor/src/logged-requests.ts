import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "@churn/contracts";
import { sqlName, sqlString, type TextTable } from "@churn/tables";

/** What the scoring service logged into a folder, one request for one customer per line. */
export function loggedRequests(folder: string, columns: readonly string[]): TextTable {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => /\.(ndjson|jsonl)$/.test(name)).map((name) => join(folder, name));
  if (files.length === 0) {
    throw new PipelineError("ARTIFACT_MISSING", {
      what: `there are no logged requests in ${folder}: no file is called *.ndjson or *.jsonl`,
      where: folder,
      fix: "name the folder that the service logs into",
    });
  }
  const lines = `read_json([${files.map(sqlString).join(", ")}], format = 'newline_delimited', ignore_errors = true,
    columns = {row: 'JSON'})`;
  const values = columns.map((name) => {
    const key = sqlString(`$."${name.replaceAll('"', '\\"')}"`);
    return `json_extract_string(row, ${key}) as ${sqlName(name)}`;
  });
  return {
    sql: `(select ${values.join(", ")} from ${lines} where row is not null)`,
    names: columns,
    broken: `select 0 as line, 'no JSON' as why from ${lines} where row is null`,
  };
}
