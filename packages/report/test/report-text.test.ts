import { describe, expect, it } from "vitest";
import { reportText } from "../src/report-text.ts";
import { compared, decision, makeFindings, metrics, params } from "./make-findings.ts";

const report = (other: Parameters<typeof makeFindings>[0] = {}) => reportText(makeFindings(other));
const withGate = (gate: object) => ({ ...params, gate: { shop: { ...params.gate.shop, ...gate } } }) as typeof params;

describe("the report", () => {
  it("says first that the model passed, and of what did not change nothing", () => {
    const text = report();
    expect(text).toMatch(/^## ✅ The model passed its gates\n/);
    expect(text).not.toMatch(/###|🔴|⚠️|undefined|NaN|null/);
    expect(text).toContain("<summary>2 of 2 gates passed</summary>");
  });

  it("puts the model beside what main has committed where there is no champion, and claims no interval", () => {
    const text = report();
    expect(text).toMatch(/Accuracy \| 0\.8400 \(0\.8200 to 0\.8600\) \| 0\.8500 \| +−0\.0100 \|/);
    expect(text).toMatch(/F1 +\| +0\.7000 \| 0\.7000 \| +\+0\.0000 \|/);
    expect(text).toContain("Not compared with a champion: no version is in production yet.");
    expect(report({ baseMetrics: null })).toMatch(/Accuracy .*\| +– \| +– \|(.|\n)*main has no metrics\./);
  });

  it("puts it beside the champion with the paired difference and its interval", () => {
    const text = report({ comparison: compared });
    expect(text).toMatch(/ROC AUC +\| +0\.9100 \| +0\.9000 \| +\+0\.0100 \| \+0\.0060 to \+0\.0140 \|/);
    expect(text).toMatch(/Accuracy +\| +0\.8400 \| +0\.8300 \| +\+0\.0100 \| \+0\.0060 to \+0\.0140 \|/);
    expect(text).toContain("Beside the champion, version 3, on 3,900 customers that neither has trained on.");
    expect(text).toMatch(/rare .*too few/);
    expect(text).not.toContain("| main");
  });

  it("shows gates that failed at once, the others by a click", () => {
    const failing = {
      ...decision,
      passed: false,
      checks: decision.checks.map((one, at) => ({ ...one, passed: at > 0 })),
    };
    const text = report({ decision: failing });
    expect(text).toMatch(/^## ❌ The model did not pass its gates\n/);
    const [open, folded] = text.split("<details>") as [string, string];
    expect(open).toMatch(/🔴 accuracy .*≥ 0\.8000/);
    expect(folded).toMatch(/1 of 2 gates passed(.|\n)*🟢 recall/);
  });

  it("shows a gate beside the champion that failed", () => {
    const worse = {
      metric: "roc_auc" as const,
      slice: null,
      difference: -0.02,
      tolerance: 0.005,
      pValue: 0.001,
      passed: false,
    };
    const text = report({ decision: { ...decision, passed: false, championChecks: [worse] }, comparison: compared });
    expect(text).toMatch(
      /🔴 roc_auc beside the champion \| +all \| −0\.0200 \| worse by 0\.0050 at most \(p = 0\.0010\)/,
    );
  });

  it.each([
    {
      minimum: { accuracy: 0.9, roc_auc: 0.85 },
      says: /^## ❌(.|\n)*🔴 accuracy \(workflow\).*≥ 0\.9000(.|\n)*MINIMUM_ACCURACY is 0\.9 and params\.yaml asks for 0\.8/,
    },
    {
      minimum: { accuracy: 0.7, roc_auc: 0.85 },
      says: /^## ✅(.|\n)*MINIMUM_ACCURACY is 0\.7 and params\.yaml asks for 0\.8: the stricter/,
    },
    { minimum: {}, says: /^## ✅/ },
  ])("holds the model against the workflow's $minimum too, the stricter counts", ({ minimum, says }) => {
    expect(report({ minimum })).toMatch(says);
  });

  it("shows before all numbers, in red, gates that are easier to pass", () => {
    const text = report({ params: withGate({ roc_auc: 0.7 }) });
    expect(text).toMatch(
      /### 🔴 Gates are easier.*\n\n(.*\n)*\| 🔴 weakened \| +shop \| roc_auc \| +all \| 0\.8500 \| 0\.7000 \|/,
    );
    expect(text.indexOf("### 🔴")).toBeLessThan(text.indexOf("Accuracy"));
    expect(report({ params: withGate({ roc_auc: 0.9 }) })).toMatch(/### Gates are harder(.|\n)*🟢 tightened/);
  });

  it("shows changed parameters and another table", () => {
    const before = { ...params, train: { ...params.train, hiddenUnits: [8], old: true } };
    const basePin = { md5: "b".repeat(32), size: 1000, meta: { as_of: "2026-05-31" } };
    const text = report({ baseParams: before, basePin });
    expect(text).toMatch(/\| train\.hiddenUnits \| +\[8\] \| +\[8,4\] \|\n\| train\.old +\| +true \| +– \|/);
    expect(text).toMatch(/### Another table(.|\n)*\| as_of +\| +2026-05-31 \| +2026-06-30 \|/);
  });

  it("says what to commit where dvc.lock is behind", () => {
    expect(report({ behind: ["train: packages/model/src"] })).toMatch(
      /### dvc\.lock is behind(.|\n)*git add dvc\.lock metrics(.|\n)*- train: packages/,
    );
  });

  it("says what stopped a run before it had a model, as a program said it, and shows no numbers of another run", () => {
    const stopped = { stage: "validate", message: "data invalid:\n- 12 rows | ~~~ <b>" };
    const text = report({ stopped, metrics: null, decision: null, slices: [], comparison: null, roc: [] });
    expect(text).toMatch(/^## ❌ Stopped at validate\n\n~~~text\ndata invalid:\n- 12 rows \| ~ ~ ~ <b>\n~~~\n/);
    expect(text).not.toMatch(/Accuracy|gates passed/);
    expect(report({ metrics: null, decision: null, comparison: null, slices: [], roc: [] })).toMatch(
      /^## ❌ No model was evaluated\n/,
    );
  });

  it("says first what stopped a run after its gates, and shows them all the same", () => {
    const text = report({ stopped: { stage: "release", message: "the disk is full" } });
    expect(text).toMatch(/^## ❌ Stopped at release\n\n~~~text\nthe disk is full\n~~~\n(.|\n)*2 of 2 gates passed/);
    expect(text).not.toContain("✅");
  });

  it("tells of a gate that said no in its table, and not twice", () => {
    const failing = { ...decision, passed: false, checks: decision.checks.map((one) => ({ ...one, passed: false })) };
    const stopped = { stage: "gate", message: "QUALITY GATE FAILED" };
    expect(report({ decision: failing, stopped })).toMatch(/^## ❌ The model did not pass its gates\n\n[^~]*$/);
    expect(report({ decision: null, stopped })).toMatch(/^## ❌ Stopped at gate\n\n~~~text\nQUALITY/);
  });

  it.each([
    { when: "was stopped", other: { stopped: { stage: "release", message: "no" } } },
    { when: "failed its unit tests", other: { testsFailed: true } },
    { when: "came to no gate", other: { decision: null } },
    { when: "did not pass", other: { minimum: { accuracy: 0.9 } } },
  ])("has nothing to commit of a run that $when", ({ other }) => {
    const behind = ["train: packages/model/src"];
    expect(report({ behind })).toContain("dvc.lock is behind");
    expect(report({ behind, ...other })).not.toContain("dvc.lock is behind");
  });

  it("says that unit tests failed, after which nothing is trained", () => {
    const text = report({ testsFailed: true, metrics: null, decision: null, comparison: null, slices: [], roc: [] });
    expect(text).toBe("## ❌ Unit tests failed: no model was trained\n");
  });

  it("keeps a table whole where a cell has what ends it", () => {
    expect(report({ baseParams: { ...params, note: "a|b" } })).toContain('"a\\|b"');
  });

  it("draws the curve between its points, and links what it is given", () => {
    const text = report({ links: [{ name: "model", url: "https://example.org/1" }] });
    expect(text).toMatch(/line \[0\.000, 0\.800, 0\.822, .*, 1\.000\]/);
    expect(text).toMatch(/\[model\]\(https:\/\/example\.org\/1\)\n$/);
    expect(report({ metrics: { ...metrics, roc_auc: null } })).toContain("area –");
  });
});
