import { seededRandom } from "@churn/metrics";
import { useFolders } from "@churn/runtime/test-support";
import { beforeAll, describe, expect, it } from "vitest";
import { drawCustomers } from "../src/draw-customers.ts";
import { type ExpectedModel, expectedIn } from "../src/expected-model.ts";
import { ScoringService } from "../src/scoring-service.ts";
import { soak } from "../src/soak.ts";
import { bundleReference, type Row, serviceReference } from "../src/soak-reference.ts";
import { type Faults, fakeService } from "./support/fake-service.ts";
import { makeBundle } from "./support/make-bundle.ts";

const makeFolder = useFolders();
let expected: ExpectedModel;
let rows: Row[];
beforeAll(async () => {
  expected = await expectedIn((await makeBundle(makeFolder()("bundle"))).folder, 1);
  rows = drawCustomers(500, expected, seededRandom(1));
});

const plan = (minutes: number) => {
  const lines: string[] = [];
  const { modelDigest } = expected;
  return {
    lines,
    rows,
    modelDigest,
    minutes,
    perSecond: 400,
    fewest: 20,
    p99Ms: 10_000,
    tell: (line: string) => lines.push(line),
  };
};

async function soaked(faults: Faults, minutes = 0.05) {
  const { url } = await fakeService(expected.folder, faults);
  const planned = plan(minutes);
  const began = performance.now();
  const why = await soak(new ScoringService(url), await bundleReference(expected.folder, rows), planned);
  return { why, lines: planned.lines, seconds: (performance.now() - began) / 1_000 };
}

describe("a soak", { timeout: 60_000 }, () => {
  it("says yes to a good service, after the time that was asked for", async () => {
    const { why, lines, seconds } = await soaked({});
    expect(why).toEqual([]);
    expect(seconds).toBeGreaterThan(2.9);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.at(-1)).toMatch(
      /^\d{2,} requests, 0 failed, 99 % within [\d.]+ ms, allowed 10000.0, scores shifted by 0\.00\d$/,
    );
  });

  it.each<{ when: string; faults: Faults; says: RegExp }>([
    { when: "fails", faults: { fails: { every: 10, status: 500 } }, says: /requests failed, allowed 0.1 %/ },
    {
      when: "answers with another model",
      faults: { model: { version: 7, modelDigest: "f".repeat(64) } },
      says: /version 7/,
    },
    { when: "scores otherwise", faults: { score: (probability) => probability / 3 }, says: /scores are shifted/ },
  ])("says no early to a service that $when", async ({ faults, says }) => {
    const { why, seconds } = await soaked(faults, 0.5);
    expect(why.join("\n")).toMatch(says);
    expect(seconds).toBeLessThan(25);
  });

  it("holds a service against another one", async () => {
    const [one, other] = [await fakeService(expected.folder), await fakeService(expected.folder)];
    const reference = serviceReference(new ScoringService(other.url), rows);
    expect(await soak(new ScoringService(one.url), reference, plan(0.05))).toEqual([]);
    expect(reference.p99Ms()).toBeGreaterThan(0);
  });

  it("sends its requests, though the reference hangs", async () => {
    const [one, other] = [await fakeService(expected.folder), await fakeService(expected.folder, { waitMs: 60_000 })];
    const reference = serviceReference(new ScoringService(other.url, { timeoutMs: 500 }), rows);
    const planned = plan(0.05);
    const why = await soak(new ScoringService(one.url), reference, { ...planned, fewest: 100 });
    expect(why).toEqual(["no score could be held against the reference"]);
    expect(planned.lines.at(-1)).toMatch(/^\d{3,} requests, 0 failed/);
  });

  it("refuses as reference a bundle that takes other customers", async () => {
    const others = rows.map((row) => ({ ...row, plan: "gold" }));
    await expect(bundleReference(expected.folder, others)).rejects.toMatchObject({
      code: "USAGE_INVALID",
      message: expect.stringContaining("plan: expected one of"),
    });
  });
});
