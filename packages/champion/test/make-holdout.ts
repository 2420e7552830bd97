import { createHash } from "node:crypto";
import { sqlString, type Tables } from "@churn/tables";

/** Where a customer belongs, in [0, 1), computed without SQL: below the test fraction is held out. */
export function placeOf(salt: string, id: string): number {
  return Number(createHash("md5").update(`${salt}:${id}`).digest().readBigUInt64LE(0)) / 2 ** 64;
}

const PLANS = ["'free'", "'paid'", "'gold'", "null"];

/** The held-out ones of `customers` customers, as preprocess writes them; every seventh of the held-out has left. */
export async function makeHoldout(
  tables: Tables,
  path: string,
  { salt, testFraction, customers }: { salt: string; testFraction: number; customers: number },
): Promise<{ ids: string[]; plans: string[]; yTrue: Float32Array }> {
  const numbers = Array.from({ length: customers }, (_, i) => i).filter((i) => placeOf(salt, `c${i}`) < testFraction);
  const plans = numbers.map((i) => PLANS[i % PLANS.length] as string);
  const yTrue = Float32Array.from(numbers, (_, row) => (row % 7 === 0 ? 1 : 0));
  const rows = numbers.map((i, row) => `('c${i}', ${i % 30}, ${plans[row]}, ${i % 2}, ${yTrue[row]})`);
  await tables.run(
    `copy (select * from (values ${rows.join(", ")}) as t(id, visits, plan, called, "left"))
     to ${sqlString(path)} (format parquet)`,
  );
  return { ids: numbers.map((i) => `c${i}`), plans, yTrue };
}
