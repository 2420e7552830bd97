import { open } from "node:fs/promises";
import { headerFields } from "./csv.ts";

const HEAD_BYTES = 64 * 1024;
const NEWLINE = 10;

const STARTS: readonly { bytes: string; is: string }[] = [
  { bytes: "PAR1", is: "a Parquet file: write it as CSV" },
  { bytes: "\x1f\x8b", is: "packed by gzip: unpack it" },
  { bytes: "PK\x03\x04", is: "an Excel workbook or another zip file: save the sheet as CSV" },
  { bytes: "\xff\xfe", is: "UTF-16 text: save it as UTF-8" },
  { bytes: "\xfe\xff", is: "UTF-16 text: save it as UTF-8" },
  { bytes: "version https://git-lfs", is: "a pointer of Git LFS, not the table: run git lfs pull" },
  { bytes: "<", is: "HTML or XML, as a failed download leaves it" },
  { bytes: "{", is: "JSON" },
];
const SEPARATORS = { ";": "semicolons", "\t": "tabs", "|": "bars" };

/** Why a file is no table of comma-separated UTF-8 text below a header, in words; undefined when it may be one. */
export async function fileFault(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return headFault(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function headFault(head: Buffer): string | undefined {
  if (head.length === 0) return "The file is empty";
  const text = head.toString("latin1");
  const start = STARTS.find(({ bytes }) => text.startsWith(bytes));
  if (start) return `The file is no CSV, it is ${start.is}`;
  if (/^[^\n]*\r[^\n]/.test(text)) {
    return "The lines end with a carriage return only: save the table with line feeds (\\n)";
  }
  const end = head.indexOf(NEWLINE);
  if (end === -1 && head.length === HEAD_BYTES) return "The first line does not end within 64 KiB: it is no header";
  const line = end === -1 ? head : head.subarray(0, end);
  const nul = line.indexOf(0);
  if (nul !== -1) return `The header holds a NUL byte (byte ${nul + 1}): the file is damaged, or no text`;
  const header = decode(line);
  if (header === undefined) return "The header is not UTF-8: save the table as UTF-8";
  const separator = Object.entries(SEPARATORS).find(([mark]) => header.includes(mark));
  if (separator && headerFields(header).length === 1) {
    return `The columns are separated by ${separator[1]}: save the table with commas`;
  }
  return undefined;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Longer lines are no rows of a table. DuckDB says so up to its buffer's size, and then skips them without a word. */
const MAX_LINE_BYTES = 1_000_000;

/** Sees a file's bytes as they come, and remembers where a line begins that is too long to be read. */
export class LineLengths {
  #position = 0;
  #lineStart = 0;
  #tooLong: number | undefined;

  see(bytes: Buffer): void {
    const first = bytes.indexOf(NEWLINE);
    const end = this.#position + (first === -1 ? bytes.length : first);
    if (end - this.#lineStart > MAX_LINE_BYTES) this.#tooLong ??= this.#lineStart;
    if (first !== -1) this.#lineStart = this.#position + bytes.lastIndexOf(NEWLINE) + 1;
    this.#position += bytes.length;
  }

  get fault(): string | undefined {
    if (this.#tooLong === undefined) return undefined;
    return `The line that begins at byte ${this.#tooLong + 1} is longer than a million bytes: a line end is missing, or the file is damaged`;
  }
}
