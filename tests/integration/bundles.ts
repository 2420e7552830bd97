import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleDigests } from "@churn/bundle";
import { RELEASE_FILES } from "@churn/contracts";
import type { NewVersion } from "@churn/registry";
import { onTestFinished } from "vitest";

export const move = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "churn integration "));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Files that are no model, and what a version says of them. */
export async function bundle(model = "a"): Promise<{ folder: string; entry: NewVersion }> {
  const folder = join(temporaryFolder(), "bundle");
  mkdirSync(folder);
  for (const name of RELEASE_FILES) writeFileSync(join(folder, name), name === "weights.bin" ? model : name);
  const entry: NewVersion = {
    ...(await bundleDigests(folder)),
    registeredAt: move.at,
    registeredBy: move.by,
    dataset: "tiny",
    metrics: { accuracy: 0.9, f1_score: null, roc_auc: 0.95 },
    gates: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.85, atLeast: true, passed: true }],
    git: { commit: "c0ffee", branch: "main", dirty: false },
    dvcLock: null,
    data: { md5: "0".repeat(32), pinned: true },
  };
  return { folder, entry };
}
