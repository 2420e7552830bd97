import { open } from "node:fs/promises";
import { sqlName, sqlString } from "./sql.ts";

const HEADER_BYTES = 64 * 1024;

/**
 * Column names of a CSV file, an empty list for an empty file; a column without a name is called after its place,
 * `unnamed_1`. At most 64 KiB are read.
 */
export async function csvHeader(path: string): Promise<string[]> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const line = buffer
      .subarray(0, bytesRead)
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/, 1)[0] as string;
    return headerFields(line);
  } finally {
    await file.close();
  }
}

export function headerFields(line: string): string[] {
  if (line === "") return [];
  const fields = `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return Array.from(fields, ([, quoted, plain], i) => (quoted?.replaceAll('""', '"') ?? plain) || `unnamed_${i + 1}`);
}

/**
 * A CSV file as a table of text; a field that is empty or nothing but white space is NULL. Rows that do not fit the
 * header are left out and listed in DuckDB's `reject_errors`: whoever reads must look there.
 */
export function csvSql(path: string, header: readonly string[]): string {
  const columns = header.map((name) => `${sqlString(name)}: 'VARCHAR'`).join(", ");
  const file = `read_csv(${sqlString(path)}, header = true, auto_detect = false, columns = {${columns}}, delim = ',', quote = '"', escape = '"', nullstr = '', store_rejects = true)`;
  return `(select ${header.map((name) => `${blankAsNull(sqlName(name))} as ${sqlName(name)}`).join(", ")} from ${file})`;
}

/** The two comparisons let nearly every text pass before the pattern is asked, which would double the time of a read. */
const blankAsNull = (text: string) =>
  `case when (${text} < '!' or ${text} > '~') and regexp_full_match(${text}, '[\\s\\v\\pZ]*') then null else ${text} end`;
