import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDigests } from "@churn/bundle";
import { RELEASE_FILES } from "@churn/contracts";
import type { NewVersion } from "../../src/registry.ts";

/** Eight files that are no model: a registry looks at bytes only. `model` decides about modelDigest, `card` does not. */
export async function plainBundle(folder: string, { model = "a", card = "a" } = {}) {
  mkdirSync(folder, { recursive: true });
  for (const name of RELEASE_FILES) {
    const text = name === "MODEL_CARD.md" ? card : name === "weights.bin" ? model : name;
    writeFileSync(join(folder, name), text);
  }
  const entry: NewVersion = {
    ...(await bundleDigests(folder)),
    registeredAt: "2026-01-31T12:00:00.000Z",
    registeredBy: "ada",
    dataset: "tiny",
    metrics: { accuracy: 0.9, f1_score: null, roc_auc: 0.95 },
    gates: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.85, atLeast: true, passed: true }],
    dvcLock: null,
    git: { commit: "c0ffee", branch: "main", dirty: false },
    data: { md5: "0".repeat(32), pinned: true },
  };
  return { folder, entry };
}
