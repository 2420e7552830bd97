import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { dayOf } from "../src/calendar.ts";
import { extractTo } from "../src/extract.ts";
import { createTable, TABLE_NAMES } from "../src/schema.ts";
import { warehouseBatches } from "../src/warehouse-batches.ts";
import { customerNumber, makeWorld, rowsOf } from "./simulate.ts";

const asOf = "2026-06-30";

async function withWarehouse<T>(use: (tables: Tables, extracted: () => Promise<string>) => Promise<T>): Promise<T> {
  const path = join(temporaryFolder(), "table.csv");
  return Tables.inMemory(async (tables) => {
    for (const name of TABLE_NAMES) await tables.run(createTable(name));
    return use(tables, async () => {
      await extractTo(path, tables, dayOf(asOf), { header: true });
      return readFileSync(path, "utf8");
    });
  });
}

async function fill(tables: Tables) {
  for (const [name, columns] of warehouseBatches(makeWorld(), dayOf(asOf))) await tables.append(name, [columns]);
}

it("computes each column from the tables as they stood before the snapshot day", async () => {
  await withWarehouse(async (tables, extracted) => {
    await tables.run(`
      INSERT INTO customers VALUES (7, DATE '2026-01-10', 'north');
      INSERT INTO renewals VALUES (7, DATE '2026-03-31', 'renewed'), (7, DATE '2026-06-29', 'cancelled');
      INSERT INTO plans VALUES (7, DATE '2026-01-10', 'monthly', 'card', 1, 1000),
        (7, DATE '2026-03-31', 'monthly', 'wallet', 2, 2550), (7, DATE '2026-06-15', 'monthly', 'card', 3, 9999);
      INSERT INTO purchases VALUES (7, DATE '2026-01-11', 499), (7, DATE '2026-06-01', 999), (7, DATE '2026-06-15', 999);
      INSERT INTO support_calls VALUES (7, DATE '2026-03-16', 'billing'), (7, DATE '2026-03-17', 'billing'),
        (7, DATE '2026-06-14', 'technical'), (7, DATE '2026-06-15', 'technical');
      INSERT INTO usage VALUES (7, DATE '2026-05-16', 20), (7, DATE '2026-06-15', 11), (7, DATE '2026-06-29', 9);`);
    // billed on 01-10, 02-09, 03-11 (10.00 each) and 04-10, 05-10, 06-09 (25.50 each)
    expect(rowsOf(await extracted())).toEqual([
      {
        customer_id: "C0000000007",
        snapshot_date: "2026-06-15",
        tenure_months: "5",
        monthly_charges: "25.50",
        total_charges: "106.50",
        num_products: "2",
        contract_type: "monthly",
        payment_method: "wallet",
        region: "north",
        has_support_calls: "1",
        support_calls_90d: "2",
        active_days_30d: "11",
        days_since_last_purchase: "14",
        churn: "1",
      },
    ]);
  });
});

it("leaves out who left earlier and who is not yet up for renewal", async () => {
  await withWarehouse(async (tables, extracted) => {
    await fill(tables);
    const ids = async (where: string) =>
      (await tables.rows<{ id: number }>(`SELECT DISTINCT customer_id AS id FROM renewals WHERE ${where}`)).map(
        ({ id }) => id,
      );
    const due = await ids(`renewal_date > DATE '2026-04-01' AND renewal_date <= DATE '${asOf}'`);
    const left = await ids("outcome = 'cancelled' AND renewal_date <= DATE '2026-04-01'");
    const newcomers = await ids(
      "outcome = 'open' AND customer_id NOT IN (SELECT customer_id FROM renewals WHERE outcome <> 'open')",
    );
    const extractedIds = rowsOf(await extracted()).map(customerNumber);
    expect(extractedIds).toEqual(due.sort((a, b) => a - b));
    expect(extractedIds).toHaveLength(500);
    expect([left.length > 50, newcomers.length > 50]).toEqual([true, true]);
    expect(extractedIds.filter((id) => left.includes(id) || newcomers.includes(id))).toEqual([]);
  });
});

it("never looks beyond the snapshot: what happens from that day on changes nothing", async () => {
  await withWarehouse(async (tables, extracted) => {
    await fill(tables);
    const before = await extracted();
    const later = (days: number) => `SELECT customer_id, renewal_date - ${days}`;
    await tables.run(`
      INSERT INTO purchases ${later(14)}, 999 FROM renewals; INSERT INTO purchases ${later(1)}, 999 FROM renewals;
      INSERT INTO support_calls ${later(14)}, 'billing' FROM renewals;
      INSERT INTO usage ${later(13)}, 9 FROM renewals WHERE outcome <> 'renewed';
      INSERT INTO plans ${later(14)}, 'two_year', 'invoice', 5, 9999 FROM renewals WHERE outcome = 'cancelled';`);
    // what follows one snapshot precedes the next of those who renewed: only the last counts here
    const last = (table: string) => rowsOf(table).filter((row) => row.churn === "1" && Number(row.tenure_months) < 2);
    expect(last(await extracted())).toEqual(last(before));
    expect(last(before).length).toBeGreaterThan(20);
  });
});
