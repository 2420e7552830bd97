import { seededRandom } from "@churn/metrics";
import { useFolders } from "@churn/runtime/test-support";
import { beforeAll, describe, expect, it } from "vitest";
import { drawCustomers } from "../src/draw-customers.ts";
import { type ExpectedModel, expectedIn } from "../src/expected-model.ts";
import { scoreShift } from "../src/score-shift.ts";
import { makeBundle } from "./support/make-bundle.ts";

const makeFolder = useFolders();
let expected: ExpectedModel;
beforeAll(async () => {
  expected = await expectedIn((await makeBundle(makeFolder()("bundle"))).folder, 1);
});

describe("drawn customers", () => {
  it("hold what the signature allows, and more than the golden rows", () => {
    const rows = drawCustomers(2_000, expected, seededRandom(1));
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBeGreaterThan(1_000);
    for (const { visits, spent, plan, called, ...others } of rows) {
      expect(visits === null || (Number.isInteger(visits) && Number(visits) >= 0 && Number(visits) <= 50)).toBe(true);
      expect(Number(spent) >= 0 && Number(spent) <= 100).toBe(true);
      expect(["free", "paid"]).toContain(plan);
      expect([0, 1]).toContain(called);
      expect(others).toEqual({});
    }
  });

  it("follow the reference", () => {
    const reference = structuredClone(expected.reference);
    const plan = { missingShare: 0, categories: ["free", "paid"], shares: [0, 1] };
    const golden = [{ row: { ...expected.golden[0]?.row, plan: "free" }, score: 0.5 }];
    const rows = drawCustomers(
      4_000,
      { ...expected, golden, reference: { ...reference, columns: { plan } } },
      seededRandom(1),
    );
    const share = rows.filter((row) => row.plan === "paid").length / rows.length;
    expect(share).toBeCloseTo(1 - (3 / 4) ** 2, 1); // one of four columns, drawn twice
  });
});

describe("the shift of scores", () => {
  const uniform = Array.from({ length: 1_000 }, (_, i) => i / 1_000);
  it("is none between equal ones, and grows", () => {
    expect(scoreShift(uniform, uniform)).toBeCloseTo(0, 6);
    const [little, much] = [0.02, 0.3].map((more) =>
      scoreShift(
        uniform,
        uniform.map((score) => score + more),
      ),
    );
    expect(little).toBeLessThan(0.25);
    expect(much).toBeGreaterThan(0.25);
  });

  it("is told of scores that are all the same", () => expect(scoreShift([0.5, 0.5], [0.5, 0.5])).toBe(0));
});
