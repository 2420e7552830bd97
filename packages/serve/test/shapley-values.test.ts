import type { CustomerRow } from "@churn/features";
import { describe, expect, it } from "vitest";
import { shapleyValues } from "../src/shapley-values.ts";

type Numbers = Record<string, number>;
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const scorer = (logOdds: (row: Numbers) => number) => async (rows: readonly CustomerRow[]) =>
  Float32Array.from(rows, (row) => sigmoid(logOdds(row as Numbers)));

/** By its definition, over every set of columns. */
function exactValues(value: (row: Numbers) => number, customer: Numbers, other: Numbers): Map<string, number> {
  const columns = Object.keys(other);
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  const of = (set: number) =>
    value(Object.fromEntries(columns.map((c, i) => [c, ((set >> i) & 1 ? customer : other)[c] as number])));
  return new Map(
    columns.map((column, i) => {
      let sum = 0;
      for (let set = 0; set < 1 << columns.length; set++) {
        if ((set >> i) & 1) continue;
        const size = set.toString(2).replaceAll("0", "").length;
        const share = (factorial(size) * factorial(columns.length - size - 1)) / factorial(columns.length);
        sum += share * (of(set | (1 << i)) - of(set));
      }
      return [column, sum];
    }),
  );
}

describe("shapleyValues", () => {
  it("is weight times difference where every column has a weight of its own", async () => {
    const score = scorer(({ a, b, c }) => 0.5 * a! - b! + 2 * c! - 1);
    const values = await shapleyValues(score, { a: 2, b: 1, c: 0.5 }, { a: 0, b: 0.5, c: 0.5 });
    expect(Object.fromEntries(values)).toEqual({
      a: expect.closeTo(1, 4),
      b: expect.closeTo(-0.5, 4),
      c: expect.closeTo(0, 4),
    });
  });

  it("is near the exact values where columns work together", async () => {
    const together = ({ a, b, c, d }: Numbers) => a! * b! + Math.max(0, c! - d!) + 0.5 * d! * a!;
    const [customer, other] = [
      { a: 1, b: 2, c: 1.5, d: -0.5 },
      { a: 0, b: 0.3, c: 0, d: 0.2 },
    ];
    const values = await shapleyValues(scorer(together), customer, other);
    for (const [column, exact] of exactValues(together, customer, other)) {
      expect(Math.abs((values.get(column) as number) - exact), column).toBeLessThan(0.1);
    }
  });

  it("adds up to the difference of the scores", async () => {
    const logOdds = ({ a, b, c }: Numbers) => Math.tanh(a! * b!) + c!;
    const [customer, other] = [
      { a: 1, b: 3, c: -1 },
      { a: 0.2, b: 0.1, c: 0.4 },
    ];
    const values = await shapleyValues(scorer(logOdds), customer, other);
    const sum = [...values.values()].reduce((one, more) => one + more, 0);
    expect(sum).toBeCloseTo(logOdds(customer) - logOdds(other), 4);
  });

  it("says nothing of a customer who is the other one, and the same of the same customer", async () => {
    const score = scorer(({ a, b }) => a! * b!);
    const other = { a: 0.3, b: 0.7 };
    expect([...(await shapleyValues(score, other, other)).values()]).toEqual([0, 0]);
    const of = () => shapleyValues(score, { a: 3, b: 4 }, other);
    expect(await of()).toEqual(await of());
  });

  it("stays finite where a probability is rounded to 0 or 1", async () => {
    const values = await shapleyValues(
      scorer(({ a }) => 1000 * a!),
      { a: 1 },
      { a: -1 },
    );
    expect(values.get("a")).toBeCloseTo(2 * Math.log(1e7), 1);
  });
});
