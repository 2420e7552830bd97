import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { Tables, textTable } from "../src/index.ts";
import { useFiles } from "./use-files.ts";

const file = useFiles();

it.each([
  { when: "a Parquet file is cut short", bytes: "PAR1\x15\x04", says: "cut short" },
  { when: "two columns differ in case only", bytes: "id,price,ID\n1,2,3\n", says: "Two columns are called ID" },
  { when: "it is a workbook", bytes: "PK\x03\x04", says: "an Excel workbook" },
  { when: "it is packed", bytes: gzipSync("id,price\n1,2\n").toString("latin1"), says: "packed by gzip" },
  { when: "semicolons stand between", bytes: "id;price\n1;2\n", says: "separated by semicolons" },
  { when: "it is empty", bytes: "", says: "The file is empty" },
])("no table, and no bug, when $when", async ({ bytes, says }) => {
  const path = file("table", Buffer.from(bytes, "latin1"));
  const refused = await Tables.inMemory((tables) => textTable(tables, path)).catch((error) => error);
  expect([refused.exitCode, refused.message]).toEqual([3, expect.stringContaining(says)]);
});
