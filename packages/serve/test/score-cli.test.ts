import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleDigests } from "@churn/bundle";
import { makeBundle, makeCustomer, resealBundle } from "@churn/bundle/test-support";
import { FolderRegistry } from "@churn/registry";
import { environmentWith } from "@churn/runtime";
import { afterAll, beforeAll, expect, it } from "vitest";

const program = fileURLToPath(new URL("../src/score.cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "churn score "));
const at = (path: string) => join(folder, path);
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  mkdirSync(at("models/churn"), { recursive: true });
  await makeBundle(at("models/churn"));
  const names = Object.keys(makeCustomer());
  const rows = [makeCustomer(), makeCustomer({ id: "c2", visits: 99 })].map((row) => Object.values(row).join(","));
  writeFileSync(at("customers.csv"), `${[names.join(","), ...rows].join("\n")}\n`);
});

const score = (...args: string[]) => {
  const ended = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx/esm"), program, ...args], {
    cwd: folder,
    env: environmentWith({ GITHUB_TOKEN: "", MLFLOW_TRACKING_URI: "" }),
    encoding: "utf8",
  });
  return { code: ended.status, out: ended.stdout, error: ended.stderr };
};
const table = ["--in", "customers.csv", "--out", "scores.csv"];

it("scores with the bundle that was sealed last before anything is in production, and counts", () => {
  const { code, out, error } = score(...table);
  expect([code, error]).toEqual([0, ""]);
  expect(out).toContain("no version is in production: the model is the one in models/churn");
  expect(out).toContain("2 rows in: 1 scored, 1 rejected");
  expect(out).toContain("scores.csv.rejects.csv");
});

it("scores with the version in production, once there is one", async () => {
  const { folder: bundle } = await makeBundle(at("other"), { seed: 2 });
  const registry = new FolderRegistry(at("registry/churn"));
  const digests = await bundleDigests(bundle);
  const { version } = await registry.add(bundle, {
    ...digests,
    registeredAt: "2026-01-31T12:00:00.000Z",
    registeredBy: "ada",
    dataset: "shop",
    metrics: { accuracy: 0.9, f1_score: null, roc_auc: 0.95 },
    gates: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.85, atLeast: true, passed: true }],
    dvcLock: null,
    git: { commit: "c0ffee", branch: "main", dirty: false },
  });
  const move = { alias: "production", to: version.version, at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };
  await registry.setAlias(move as Parameters<typeof registry.setAlias>[0]);
  const { code, out } = score(...table, "--alias", "production");
  expect([code, out]).toEqual([
    0,
    expect.stringContaining(`the model is version 1 (production), digest ${digests.modelDigest.slice(0, 12)}`),
  ]);
  expect(score(...table, "--alias", "2")).toMatchObject({ code: 3, error: expect.stringContaining("no version 2") });
});

it("refuses a model that scores its golden rows otherwise", async () => {
  await makeBundle(at("odd"));
  const golden = JSON.parse(readFileSync(at("odd/golden.json"), "utf8")) as { row: object; score: number }[];
  writeFileSync(at("odd/golden.json"), JSON.stringify(golden.map(({ row, score }) => ({ row, score: score + 0.01 }))));
  await resealBundle(at("odd"));
  expect(score(...table, "--bundle", "odd")).toMatchObject({ code: 1, error: expect.stringContaining("golden") });
});

it.each([
  { when: "nothing is named", args: [], says: "--in", code: 2 },
  {
    when: "two models are",
    args: [...table, "--alias", "staging", "--bundle", "b"],
    says: "exclude each other",
    code: 2,
  },
])("refuses when $when", ({ args, says, code }) => {
  rmSync(at("scores.csv"), { force: true });
  expect(score(...args)).toMatchObject({ code, error: expect.stringContaining(says) });
  expect(existsSync(at("scores.csv"))).toBe(false);
});
