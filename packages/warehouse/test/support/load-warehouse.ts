import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ColumnValues } from "@churn/tables";
import { from as copyFrom } from "pg-copy-streams";
import type { World } from "../../src/business/world.ts";
import { dayOf, isoDate } from "../../src/calendar.ts";
import { withPostgres } from "../../src/postgres.ts";
import { createTable, TABLE_NAMES } from "../../src/schema.ts";
import { warehouseBatches } from "../../src/warehouse-batches.ts";

/** Puts the simulated business as of a day into an empty PostgreSQL: all of its tables, or on any error none. */
export async function loadWarehouse(url: string, world: World, asOf: string): Promise<void> {
  await withPostgres(url, async (client) => {
    await client.query("BEGIN");
    for (const name of TABLE_NAMES) await client.query(createTable(name));
    for (const [name, columns] of warehouseBatches(world, dayOf(asOf))) {
      await pipeline(Readable.from(csvLines(columns)), client.query(copyFrom(`COPY ${name} FROM STDIN (FORMAT csv)`)));
    }
    await client.query("COMMIT; ANALYZE");
  });
}

function* csvLines(columns: ColumnValues[]): Generator<string> {
  const values = columns.map((column) => ("days" in column ? Array.from(column.days, isoDate) : column));
  for (let row = 0; row < (values[0]?.length ?? 0); row++) {
    yield `${values.map((column) => column[row]).join(",")}\n`;
  }
}
