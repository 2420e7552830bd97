import { describe, expect, it } from "vitest";
import { csvHeader, csvSql, Tables } from "../src/index.ts";
import { useFiles } from "./use-files.ts";

const makeFile = useFiles();

describe("the header of a CSV file", () => {
  it.each([
    { of: "a plain file", text: "id,age\n1,2\n", names: ["id", "age"] },
    { of: "a file with a header only", text: "id,age", names: ["id", "age"] },
    { of: "a file from Windows", text: "id,age\r\n1,2\r\n", names: ["id", "age"] },
    { of: "a file with a byte-order mark", text: "\uFEFFid,age\n1,2\n", names: ["id", "age"] },
    { of: "a byte-order mark before quotes", text: '\uFEFF"id","age"\r\n', names: ["id", "age"] },
    { of: "quoted names", text: '"id","first, last","the ""age"""\n', names: ["id", "first, last", 'the "age"'] },
    { of: "names with spaces and other letters", text: "id, Größe\n", names: ["id", " Größe"] },
    { of: "a file with an index without a name", text: ",id\n0,c1\n", names: ["unnamed_1", "id"] },
    { of: "a comma at the end", text: "id,age,\n1,2,\n", names: ["id", "age", "unnamed_3"] },
    { of: "another separator", text: "id;age\n1;2\n", names: ["id;age"] },
    { of: "an empty file", text: "", names: [] },
    { of: "an empty first line", text: "\nid\n", names: [] },
  ])("of $of is $names", async ({ text, names }) => {
    expect(await csvHeader(makeFile("table.csv", text))).toEqual(names);
  });
});

describe("a CSV file", () => {
  /** Its rows, field by field with | between, and the lines that were left out. */
  async function read(content: string | Uint8Array) {
    const path = makeFile("it's a table.csv", content);
    const header = await csvHeader(path);
    return Tables.inMemory(async (tables) => ({
      rows: (await tables.rows(`from ${csvSql(path, header)} select coalesce(columns(*), 'NULL')`)).map((row) =>
        Object.values(row).join("|"),
      ),
      leftOut: await tables.rows("select distinct line, error_type from reject_errors order by line"),
    }));
  }

  it.each([
    { when: "its fields are plain", text: "id,age\n1,x\n2,y\n", rows: ["1|x", "2|y"] },
    { when: "a field is empty", text: 'id,age\n1,\n2,""\n', rows: ["1|NULL", "2|NULL"] },
    { when: "it is from Windows", text: "\uFEFFid,age\r\n1,\r\n2,y\r\n", rows: ["1|NULL", "2|y"] },
    { when: "the last line has no end", text: "id,age\n1,x", rows: ["1|x"] },
    { when: "fields are quoted", text: 'id,age\n1,"a, ""b"""\n', rows: ['1|a, "b"'] },
    { when: "a name is quoted", text: 'id,"first, last"\n1,x\n', rows: ["1|x"] },
    { when: "a column has no name", text: ",id\n0,c1\n", rows: ["0|c1"] },
    { when: "there is only a header", text: "id,age\n", rows: [] },
  ])("is a table of text when $when", async ({ text, rows }) => {
    expect(await read(text)).toEqual({ rows, leftOut: [] });
  });

  it.each([
    { with: "a field too few", line: "2,x", fault: "MISSING COLUMNS" },
    { with: "a field too many", line: "2,x,y,z", fault: "TOO MANY COLUMNS" },
    { with: "bytes that are no UTF-8", line: "2,\xe9,y", fault: "INVALID ENCODING" },
    { with: "text behind a quote", line: '2,"x"x,y', fault: "UNQUOTED VALUE" },
  ])("loses a row with $with, and says which line", async ({ line, fault }) => {
    const { rows, leftOut } = await read(Buffer.from(`id,age,plan\n1,a,b\n${line}\n3,c,d\n`, "latin1"));
    expect(rows).toEqual(["1|a|b", "3|c|d"]);
    expect(leftOut).toEqual([{ line: "3", error_type: fault }]);
  });

  it("that was cut in the middle of a row loses that row", async () => {
    expect(await read("id,age,plan\n1,a,b\n2,c")).toEqual({
      rows: ["1|a|b"],
      leftOut: [{ line: "3", error_type: "MISSING COLUMNS" }],
    });
  });
});
