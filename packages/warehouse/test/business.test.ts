import { accuracy, confusion, rocAuc } from "@churn/metrics";
import { describe, expect, it } from "vitest";
import { churnProbability, type Known } from "../src/business/churn-probability.ts";
import { customerNumber, decisionsOf, makeWorld, meanOf, type Row, rowsOf, tableOf } from "./simulate.ts";

const asOf = "2026-06-30";
const world = makeWorld({ rows: 20_000 });
const neverPurchased = (row: Row) => Number(row.days_since_last_purchase === "");

describe("the default business", () => {
  const decisions = decisionsOf(world, asOf);
  const yTrue = decisions.map(({ leaves }) => Number(leaves));
  const probability = decisions.map((decision) => decision.probability);

  it("lets no model be better than ROC AUC 0.93 and accuracy 0.88, give or take 0.01", () => {
    expect(Math.abs(rocAuc(yTrue, probability) - 0.93)).toBeLessThan(0.01);
    expect(Math.abs(accuracy(confusion(yTrue, probability, 0.5)) - 0.88)).toBeLessThan(0.01);
  });

  it("answers 0.78 of the customers rightly who says no to everyone", () => {
    const nobodyLeaves = accuracy(confusion(yTrue, Array(yTrue.length).fill(0), 0.5));
    expect(Math.abs(nobodyLeaves - 0.78)).toBeLessThan(0.01);
  });

  it("draws as many churners as the probabilities promise", () => {
    const expected = probability.reduce((sum, p) => sum + p, 0);
    expect(Math.abs(yTrue.filter((label) => label === 1).length - expected)).toBeLessThan(150);
  });
});

it("has 20,000 rows, 12–18 % never purchased, about 40 % of the churners", async () => {
  const rows = rowsOf(await tableOf(world, asOf));
  const churners = rows.filter((row) => row.churn === "1");
  const never = rows.filter(neverPurchased);
  expect(rows).toHaveLength(20_000);
  expect(Math.abs(churners.length / rows.length - 0.22)).toBeLessThan(0.01);
  expect(Math.abs(never.length / rows.length - 0.15)).toBeLessThan(0.03);
  expect(Math.abs(meanOf(churners, neverPurchased) - 0.4)).toBeLessThan(0.04);
  expect(meanOf(never, (row) => Number(Number(row.tenure_months) < 3))).toBeGreaterThan(0.6);
});

it("decides by what the table shows and by nothing else", async () => {
  const small = makeWorld({ rows: 3000 });
  const contracts = ["monthly", "one_year", "two_year"];
  const payments = ["card", "direct_debit", "invoice", "wallet"];
  const shown = rowsOf(await tableOf(small, asOf)).map((row) => {
    const known: Known = {
      tenureMonths: Number(row.tenure_months),
      monthlyCents: Math.round(Number(row.monthly_charges) * 100),
      products: Number(row.num_products),
      contract: contracts.indexOf(row.contract_type as string),
      payment: payments.indexOf(row.payment_method as string),
      supportCalls: Number(row.support_calls_90d),
      activeDays: Number(row.active_days_30d),
      daysSincePurchase: row.days_since_last_purchase === "" ? -1 : Number(row.days_since_last_purchase),
    };
    return [customerNumber(row), churnProbability(known, 0), row.churn === "1"];
  });
  const decided = decisionsOf(small, asOf)
    .sort((a, b) => a.id - b.id)
    .map(({ id, probability, leaves }) => [id, probability, leaves]);
  expect(shown).toEqual(decided);
});
