import type { DriftParams } from "@churn/contracts";
import { expect, it } from "vitest";
import type { ColumnCounts } from "../src/count-current.ts";
import { driftChecks } from "../src/drift-checks.ts";

const thresholds: DriftParams = { minRows: 500, significance: 0.01, psi: 0.1 };
const reference = {
  rows: 10_000,
  churnRate: 0.2,
  columns: {
    visits: { missingShare: 0, edges: [10, 20], shares: [0.3, 0.4, 0.3] },
    plan: { missingShare: 0.1, categories: ["free", "paid"], shares: [0.6, 0.4] },
  },
  scores: { rows: 2_000, edges: [0.2, 0.5], shares: [0.5, 0.3, 0.2] },
};
const now = {
  visits: { missing: 0, unknown: 0, outside: 0, bins: [300, 400, 300] },
  plan: { missing: 100, unknown: 0, outside: 0, bins: [540, 360] },
};
type Changed = { times?: number; visits?: Partial<ColumnCounts>; plan?: Partial<ColumnCounts>; scores?: number[] };

function checksOf({ times = 1, visits, plan, scores = [500, 300, 200] }: Changed, churners?: number) {
  const columns = { visits: { ...now.visits, ...visits }, plan: { ...now.plan, ...plan } };
  const labels = churners === undefined ? null : { column: "left", rows: 1000, churners };
  return driftChecks(reference, { rows: 1000 * times, columns }, scores, labels, thresholds);
}
const driftedIn = (changed: Changed, churners?: number) =>
  checksOf(changed, churners)
    .filter(({ drifted }) => drifted)
    .map(({ feature, kind }) => `${feature} ${kind}`);

it("compares every column in what may change, and the score", () => {
  expect(checksOf({}, 200).map(({ feature, kind }) => [feature, kind])).toEqual([
    ["visits", "distribution"],
    ["visits", "missing"],
    ["visits", "unknown"],
    ["visits", "outside"],
    ["plan", "distribution"],
    ["plan", "missing"],
    ["plan", "unknown"],
    [null, "distribution"],
    ["left", "label"],
  ]);
});

it.each<{ when: string; changed: Changed; churners?: number; is: string[] }>([
  { when: "nothing changed", changed: {}, is: [] },
  { when: "a number moved", changed: { visits: { bins: [150, 350, 500] } }, is: ["visits distribution"] },
  { when: "a number moved a little", changed: { visits: { bins: [270, 400, 330] } }, is: [] },
  { when: "a category took over", changed: { plan: { bins: [300, 600] } }, is: ["plan distribution"] },
  { when: "more is missing", changed: { plan: { missing: 300, bins: [420, 280] } }, is: ["plan missing"] },
  { when: "all is missing", changed: { plan: { missing: 1000, bins: [0, 0] } }, is: ["plan missing"] },
  { when: "3 % of a new category came", changed: { plan: { unknown: 30 } }, is: ["plan unknown"] },
  { when: "two of a new category came", changed: { plan: { unknown: 2 } }, is: [] },
  { when: "values are out of range", changed: { visits: { outside: 50 } }, is: ["visits outside"] },
  { when: "the score moved", changed: { scores: [300, 300, 400] }, is: ["null distribution"] },
  { when: "no row could be scored", changed: { scores: [0, 0, 0] }, is: [] },
  { when: "many more left", changed: {}, churners: 400, is: ["left label"] },
])("calls drift what is shown and large: $when", ({ changed, churners, is }) => {
  expect(driftedIn(changed, churners)).toEqual(is);
});

it("does not call drift what is shown in many rows, but small", () => {
  const many = { times: 1000, visits: { bins: [310_000, 400_000, 290_000] } };
  const [check] = checksOf({ ...many, plan: { missing: 100_000, bins: [540_000, 360_000] } });
  expect(check).toMatchObject({ feature: "visits", drifted: false });
  expect(check?.pValue).toBeLessThan(0.5);
  expect(check?.psi).toBeLessThan(0.01);
});

it("does not call drift what is large in few rows, but not shown", () => {
  const few = driftChecks(
    reference,
    { rows: 12, columns: { visits: { missing: 0, unknown: 0, outside: 0, bins: [6, 2, 4] } } },
    [6, 4, 2],
    null,
    thresholds,
  );
  expect(few[0]?.psi).toBeGreaterThan(thresholds.psi);
  expect(few.filter(({ drifted }) => drifted)).toEqual([]);
});

it("corrects for the number of checks", () => {
  const alone = { ...now.visits, bins: [350, 380, 270] };
  const pOf = (columns: Record<string, ColumnCounts>) => {
    const checks = driftChecks(reference, { rows: 1000, columns }, [500, 300, 200], null, thresholds);
    return checks[0]?.pValue as number;
  };
  expect(pOf({ visits: alone, plan: now.plan })).toBeGreaterThan(pOf({ visits: alone }) * 1.2);
});
