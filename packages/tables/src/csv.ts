import { open } from "node:fs/promises";
import { sqlString } from "./sql.ts";

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
 * A CSV file as a table of text, an empty field as NULL. Rows that do not fit the header are left out and listed in
 * DuckDB's `reject_errors`: whoever reads must look there.
 */
export function csvSql(path: string, header: readonly string[]): string {
  const columns = header.map((name) => `${sqlString(name)}: 'VARCHAR'`).join(", ");
  return `read_csv(${sqlString(path)}, header = true, auto_detect = false, columns = {${columns}}, delim = ',', quote = '"', escape = '"', nullstr = '', store_rejects = true)`;
}
