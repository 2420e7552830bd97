import { expect, it } from "vitest";
import { makeWorld, meanOf, type Row, rowsOf, tableOf } from "./simulate.ts";

const byId = (table: string) => new Map(rowsOf(table).map((row) => [row.customer_id, row]));

it("shows more, and new, customers at a later date; the earlier ones are still who they were", async () => {
  const world = makeWorld({ rows: 2000 });
  const earlier = byId(await tableOf(world, "2026-03-31"));
  const later = byId(await tableOf(world, "2026-06-29")); // 90 days
  expect(later.size).toBeGreaterThan(earlier.size);
  const stayed = [...later.keys()].filter((id) => earlier.has(id));
  const renewed = [...earlier.values()].filter((row) => row.churn === "0");
  expect(stayed.length).toBeGreaterThan(0.97 * renewed.length);
  expect(later.size - stayed.length).toBeGreaterThan(0.15 * later.size);
  for (const id of stayed) {
    const [before, after] = [earlier.get(id) as Row, later.get(id) as Row];
    expect([after.region, after.contract_type, before.churn]).toEqual([before.region, before.contract_type, "0"]);
    expect(Number(after.tenure_months) - Number(before.tenure_months)).toBeGreaterThanOrEqual(2);
    expect(Number(after.total_charges)).toBeGreaterThan(Number(before.total_charges));
  }
});

it("cuts the world off and does not make another: renewals within both dates' 90 days are the same rows", async () => {
  const world = makeWorld({ rows: 1000 });
  const within = (table: string) => rowsOf(table).filter((row) => isBetween(row, "2026-05-01", "2026-06-10"));
  const earlier = within(await tableOf(world, "2026-06-30"));
  expect(earlier.length).toBeGreaterThan(300);
  expect(within(await tableOf(world, "2026-07-20"))).toEqual(earlier);
});

it("drifts from 2026-08-01 on and not before, where asked", async () => {
  const world = makeWorld({ rows: 2000 });
  const drifting = { ...world, drift: true };
  expect(await tableOf(drifting, "2026-06-30")).toBe(await tableOf(world, "2026-06-30"));

  const before = (rows: Row[]) => rows.filter((row) => isBetween(row, "2026-01-01", "2026-07-31"));
  const autumn = [rowsOf(await tableOf(world, "2026-09-30")), rowsOf(await tableOf(drifting, "2026-09-30"))] as const;
  expect(before(autumn[1]).length).toBeGreaterThan(500);
  expect(before(autumn[1])).toEqual(before(autumn[0]));

  const calm = rowsOf(await tableOf(world, "2027-03-31"));
  const moved = rowsOf(await tableOf(drifting, "2027-03-31"));
  const grows = (by: number, value: (row: Row) => number) =>
    expect(meanOf(moved, value)).toBeGreaterThan(by * meanOf(calm, value));
  grows(1.1, (row) => Number(row.monthly_charges));
  grows(1.4, (row) => Number(row.support_calls_90d));
  grows(1.5, (row) => Number(row.payment_method === "wallet"));
  grows(1.2, (row) => Number(row.churn));
});

const isBetween = (row: Row, from: string, to: string) =>
  (row.snapshot_date as string) >= from && (row.snapshot_date as string) <= to;
