import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DriftReport, type Lineage } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { type DriftReference, detectDrift, readReference } from "../src/index.ts";
import { gate, makeBundle } from "./support/make-bundle.ts";
import { type Customer, makeCustomers, shop, toCsv } from "./support/make-customers.ts";

const thresholds = { minRows: 500, significance: 0.01, psi: 0.1 };
const reference = async (gates?: Lineage["gates"]): Promise<DriftReference> =>
  readReference(await makeBundle(temporaryFolder(), shop, gates), null);
const calm = (rows = 2_000) => makeCustomers(shop, rows, 7);
const write = (name: string, content: string, folder = temporaryFolder()) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const detect = async (path: string, gates?: Lineage["gates"]) =>
  DriftReport.parse(await detectDrift(path, await reference(gates), shop, thresholds));
const detectIn = (customers: Customer[]) => detect(write("customers.csv", toCsv(customers)));
const requestOf = ({ left: _, ...row }: Customer) =>
  JSON.stringify({ at: "2026-01-31T12:00:00Z", version: 1, modelDigest: "d", row, probability: 0.5 });

describe("customers", () => {
  it("that are like those of the training have not drifted", async () => {
    const report = await detectIn(calm());
    expect(report).toMatchObject({ verdict: "no drift", why: [] });
    expect(report.current).toMatchObject({ kind: "table", rows: 2000, broken: 0, scored: 2000 });
    expect(report.distributions.map(({ feature }) => feature)).toEqual(["visits", "plan", "called", null]);
    for (const { bins } of report.distributions) {
      for (const side of ["reference", "current"] as const) {
        expect(bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(1, 9);
      }
    }
  });

  it("that visit more often have, and so have their scores", async () => {
    const more = calm().map((row) => ({ ...row, visits: Math.min(50, (row.visits as number) + 15) }));
    const report = await detectIn(more);
    expect(report.verdict).toBe("drift");
    expect(report.why[0]).toMatch(/^visits: distributed otherwise, PSI \d/);
    expect(report.checks.find(({ feature }) => feature === null)?.drifted).toBe(true);
  });

  it("of a new plan, out of range or of no number are counted, named, and not scored", async () => {
    const odd = calm().map((row, i) => ({
      ...row,
      ...(i % 10 === 0 ? { plan: "<gold>" } : {}),
      ...(i % 10 === 1 ? { visits: 90 } : i % 10 === 2 ? { visits: "many" } : {}),
    }));
    const report = await detectIn(odd);
    expect(report.current.scored).toBe(1400);
    expect(report.why).toEqual(
      expect.arrayContaining([
        "plan: 10.0 % of another type or category, 0.0 % before",
        "visits: 10.0 % out of range, 0.0 % before",
        "visits: 10.0 % of another type or category, 0.0 % before",
      ]),
    );
    const plan = report.distributions.find(({ feature }) => feature === "plan");
    expect(plan?.unknown).toEqual([{ value: "<gold>", rows: 200 }]);
  });

  it("are read from Parquet as from CSV", async () => {
    const csv = write("customers.csv", toCsv(calm()));
    const parquet = join(temporaryFolder(), "customers.parquet");
    await Tables.inMemory((tables) =>
      tables.run(
        `copy (from read_csv(${sqlString(csv)}, types = {'left': 'VARCHAR'})) to ${sqlString(parquet)} (format parquet)`,
      ),
    );
    const { current: _, ...fromParquet } = await detect(parquet);
    const { current: __, ...fromCsv } = await detect(csv);
    expect(fromParquet).toEqual(fromCsv);
  });

  it("are read from requests that were logged, rotated and cut short", async () => {
    const folder = temporaryFolder();
    const requests = calm().map(requestOf);
    mkdirSync(join(folder, "2026-01"));
    write("a.ndjson", `${requests.slice(0, 900).join("\n")}\n`, join(folder, "2026-01"));
    write("b.ndjson", `${requests.slice(900).join("\n")}\n${requests[0]?.slice(0, 30)}`, folder);
    write("notes.txt", "no requests", folder);
    const report = await detect(folder);
    expect(report.current).toMatchObject({ kind: "requests", rows: 2000, broken: 1, scored: 2000 });
    const fromTable = await detectIn(calm());
    expect(report.checks).toEqual(
      fromTable.checks.filter(({ kind }) => kind !== "label").map((c) => ({ ...c, pValue: expect.any(Number) })),
    );
    expect(report.performance).toBeNull();
  });

  it("of whom there are too few are not judged", async () => {
    expect(await detectIn(calm(499))).toMatchObject({
      verdict: "not enough rows",
      why: [],
      checks: [],
      performance: null,
    });
  });
});

describe("where labels came back", () => {
  it("the model is judged in every slice, with intervals, where there are enough of both kinds", async () => {
    const { performance } = await detectIn(calm());
    expect(performance?.map(({ slice }) => slice)).toEqual([null, "plan=free", "plan=paid", "rare"]);
    const [all, , , rare] = performance ?? [];
    expect(all).toMatchObject({ rows: 2000, failed: [] });
    expect(all?.intervals?.roc_auc?.lower).toBeLessThan(all?.roc_auc as number);
    expect(rare?.intervals).toBeNull();
  });

  it("it is drift when the model is surely beyond a gate that it passed, also in one slice", async () => {
    const path = write("customers.csv", toCsv(calm()));
    const report = await detect(path, [gate(0.99), gate(0.99, "plan=free"), gate(0.01, "plan=paid")]);
    expect(report.verdict).toBe("drift");
    expect(report.performance?.map(({ failed }) => failed)).toEqual([["accuracy"], ["accuracy"], [], []]);
    expect(report.why).toEqual([
      expect.stringMatching(/^accuracy: 0\.\d+ to 0\.\d+, beyond its gate$/),
      expect.stringMatching(/^accuracy \(plan=free\): /),
    ]);
  });

  it("only rows with one count", async () => {
    const half = calm().map((row, i) => ({ ...row, ...(i % 2 === 0 ? {} : { left: null }) }));
    const { performance, verdict } = await detectIn(half);
    expect(performance?.[0]?.rows).toBe(1000);
    expect(verdict).toBe("no drift");
  });
});

describe("what can't be read is refused", () => {
  it.each([
    { when: "it is not there", path: () => "no/such.csv", says: "cannot read no/such.csv", code: 3 },
    { when: "the folder holds no requests", path: temporaryFolder, says: "there are no logged requests", code: 3 },
    {
      when: "a column is missing",
      path: () => write("customers.csv", "id,plan,called\na,free,0\n"),
      says: "has no column visits",
      code: 3,
    },
  ])("$when", async ({ path, says, code }) => {
    const refused = await detect(path()).catch((error) => error);
    expect(refused.message).toContain(says);
    expect(refused.exitCode).toBe(code);
  });
});

it("is not looked for with a model that scores its golden rows otherwise", async () => {
  const folder = await makeBundle(temporaryFolder(), shop, undefined, 0.01);
  await expect(readReference(folder, null)).rejects.toMatchObject({ code: "CHECK_FAILED" });
});

it("is not looked for in a table of which a quote hides rows", async () => {
  const csv = toCsv(calm()).replace("\nc7,", '\n"c7,');
  await expect(detect(write("customers.csv", csv))).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
});
