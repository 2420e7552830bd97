import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, type Decision, type EvalMetrics, Lineage, METRIC_NAMES } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it } from "vitest";
import { readDataPin } from "../src/data-pin.ts";
import { lineageOf } from "../src/lineage.ts";
import { tinyParams } from "./support/tiny-dataset.ts";

const evaluated = { model: "m", features: "f" };
const origin: Parameters<typeof lineageOf>[0] = {
  modelDigest: "a".repeat(64),
  git: { commit: "c0ffee", branch: "main", dirty: false },
  md5: "0".repeat(32),
  splitSalt: "salt",
  pin: undefined,
  params: tinyParams,
  metrics: { ...Object.fromEntries(METRIC_NAMES.map((name) => [name, 0.9])), rows: 10 } as unknown as EvalMetrics,
  decision: {
    passed: true,
    checks: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.85, atLeast: true, passed: true }],
    evaluated,
  } as Decision,
  comparison: { status: "no champion", why: "none yet", champion: null } as Comparison,
  inputs: { model: "b".repeat(64) },
  versions: { node: "24.0.0" },
  backend: "native",
  machine: { platform: "linux-x64", cpu: "a processor", flags: ["avx2"] },
};

describe("lineageOf", () => {
  it("is what its schema says, with the metrics and gates of the release", () => {
    const lineage = Lineage.parse(lineageOf(origin));
    expect(lineage.metrics.roc_auc).toBe(0.9);
    expect(lineage.gates).toEqual(origin.decision.checks);
    expect(lineage.params).toEqual(tinyParams);
  });

  it("takes over what the pin says about the table only when it pins this very table", () => {
    const meta = { as_of: "2026-06-30" };
    expect(lineageOf({ ...origin, pin: { md5: origin.md5, meta } }).data).toEqual({
      md5: origin.md5,
      pinned: true,
      meta,
      splitSalt: "salt",
    });
    expect(lineageOf({ ...origin, pin: { md5: "1".repeat(32), meta } }).data).toMatchObject({
      pinned: false,
      meta: {},
    });
    expect(lineageOf(origin).data).toMatchObject({ pinned: false, meta: {} });
  });
});

describe("readDataPin", () => {
  const write = (text: string) => {
    const path = join(temporaryFolder(), "data.dvc");
    writeFileSync(path, text);
    return path;
  };

  it("reads the md5 and everything that meta says", async () => {
    const path = write(
      "meta: {as_of: '2026-06-30', seed: 42}\nouts:\n- {md5: abc, size: 3, path: data/customers.csv}\n",
    );
    expect(await readDataPin(path)).toEqual({ md5: "abc", meta: { as_of: "2026-06-30", seed: 42 } });
    expect(await readDataPin(write("outs:\n- {md5: abc}\n"))).toEqual({ md5: "abc", meta: {} });
  });

  it("is undefined where there is none, and refuses one that pins nothing", async () => {
    expect(await readDataPin(join(temporaryFolder(), "data.dvc"))).toBeUndefined();
    await expect(readDataPin(write("outs: []\n"))).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
    await expect(readDataPin(write("outs: ["))).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
  });
});
