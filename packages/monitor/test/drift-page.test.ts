import type { DriftReport } from "@churn/contracts";
import { expect, it } from "vitest";
import { driftFrame, frameCsv, frameText } from "../src/drift-frame.ts";
import { driftPage } from "../src/drift-page.ts";

const report: DriftReport = {
  verdict: "drift",
  why: ["plan: 10.0 % of another type or category, 0.0 % before"],
  thresholds: { minRows: 500, significance: 0.01, psi: 0.1 },
  reference: { dataset: "shop", modelDigest: "a".repeat(64), version: 3, rows: 10_000 },
  current: { source: "<img src=x onerror=alert(1)>.csv", kind: "table", rows: 2_000, broken: 1, scored: 1_800 },
  checks: [
    { feature: "visits", kind: "distribution", reference: null, current: null, psi: 0.01, pValue: 1, drifted: false },
    { feature: "plan", kind: "unknown", reference: 0, current: 0.1, psi: 0.7, pValue: 0, drifted: true },
    { feature: "plan", kind: "missing", reference: 0, current: 0, psi: 0, pValue: 1, drifted: false },
  ],
  distributions: [
    {
      feature: "plan",
      bins: [
        { bin: "free", reference: 0.6, current: 0.5 },
        { bin: "paid", reference: 0.4, current: 0.5 },
      ],
      unknown: [{ value: "<script>alert(1)</script>", rows: 200 }],
    },
    { feature: null, bins: [{ bin: "all", reference: 1, current: 1 }], unknown: [] },
  ],
  performance: null,
};
const page = driftPage(report);

it("shows nothing of what came from outside as HTML, and runs no script", () => {
  expect(page).not.toMatch(/<script|<img|src=x onerror=alert\(1\)>/);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; (200)");
});

it("asks no other host", () => expect(page).not.toMatch(/https?:|@import|url\(/));

it("says every plot in words and numbers too", () => {
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(page.match(/role="img" aria-label="\w+: shares before and now"/g)).toHaveLength(2);
  expect(page).toContain('<tr><th scope="row">free<td>60.0 %<td>50.0 %');
});

it("leaves out what was found neither before nor now", () => {
  expect(page).toContain("<td>unknown<td>0.0 %<td>10.0 %<td>0.700");
  expect(page).not.toContain("<td>missing");
});

it("is a frame for people: the largest difference first, as text and as CSV", () => {
  const frame = driftFrame(report);
  expect(frame.column("psi").values).toEqual([0.7, 0.01, 0]);
  expect(frameText(frame)).toMatch(/plan +unknown +0\.0 % +10\.0 % +0\.700 +< 0\.0001 +drift/);
  expect(frameCsv(frame).trim().split("\n")[1]).toBe("plan,unknown,0,0.1,0.7,0,true");
});
