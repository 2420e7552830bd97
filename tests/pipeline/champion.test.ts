import { rmSync } from "node:fs";
import { Comparison } from "@churn/contracts";
import { FolderRegistry } from "@churn/registry";
import { sqlString, Tables } from "@churn/tables";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";

const MINUTES = 60_000;
let project: ProjectCopy;
/** Customers that the champion was trained on, its validation part included. */
let seenByChampion: Set<string>;

const program = (name: string, ...args: string[]) =>
  project.run("--import", "tsx/esm", `packages/register/src/${name}.cli.ts`, ...args);
const comparison = () => Comparison.parse(project.json("metrics/comparison.json"));
const ranIn = (output: string) => [...output.matchAll(/Running stage '(\w+)'/g)].map(([, stage]) => stage);

async function ids(source: string): Promise<string[]> {
  const rows = await Tables.inMemory((tables) => tables.rows<{ customer_id: string }>(`select * from ${source}`));
  return rows.map((row) => row.customer_id);
}
const customers = () => ids(`read_csv(${sqlString(project.path("data/customers.csv"))})`);
const heldOut = () => ids(`read_parquet(${sqlString(project.path("artifacts/features/holdout.parquet"))})`);

beforeAll(async () => {
  project = smallProject({
    accuracy: 0.1,
    roc_auc: 0.1,
    slices: {},
    champion: { roc_auc: 0.005, brier_score: 0.003, confidence: 0.95 },
  });
  expect(project.dvc("repro").exitCode).toBe(0);
  expect(comparison()).toMatchObject({ status: "no champion", champion: null });
  expect(program("register").output).toContain("version 1");
  const holdout = new Set(await heldOut());
  seenByChampion = new Set((await customers()).filter((id) => !holdout.has(id)));
}, 3 * MINUTES);
afterAll(() => project?.remove());

describe("the champion", { timeout: 2 * MINUTES }, () => {
  it("does not come from registering", () => {
    expect(program("champion").output).toContain("champion.json: no champion, as before");
    expect(project.dvc("status").output).toContain("up to date");
  });

  it("reruns evaluate and what follows it when it changes, and nothing else", async () => {
    const registry = new FolderRegistry(project.path("registry/churn"));
    await registry.setAlias({ alias: "production", to: 1, at: new Date().toISOString(), by: "ada", why: "a test" });
    expect(project.dvc("status").output).toContain("up to date");
    expect(program("champion").output).toMatch(/champion\.json: version 1 .*, before: no champion\n.*brought from/);

    const { output, exitCode } = project.dvc("repro");
    expect(ranIn(output)).toEqual(["evaluate", "gate", "release"]);
    expect(exitCode).toBe(0);
    expect(comparison()).toMatchObject({ status: "compared", champion: { version: 1 } });
    expect(comparison().groups[0]?.roc_auc?.difference).toBe(0); // it is the champion itself
    expect(program("register").output).toContain("lready registered as version 1");
    expect(ranIn(project.dvc("repro").output)).toEqual([]);
  });

  it("is asked for by the command that brings it, and comes back", () => {
    rmSync(project.path("artifacts/champion"), { recursive: true });
    const evaluate = ["--import", "tsx/esm", "packages/evaluate/src/evaluate.cli.ts"];
    const { exitCode, output } = project.run(...evaluate);
    expect(output).toMatch(/version 1, which .*champion\.json names as champion.*\n(.*\n)*.*npm run champion/);
    expect(exitCode).toBe(3);
    project.environment.CHAMPION = "optional";
    expect(project.run(...evaluate, "--out", "evaluation=artifacts/fork").output).toContain("not compared");
    delete project.environment.CHAMPION;
    expect(program("champion").output).toMatch(/version 1 .*, as before\n.*brought from/);
    expect(project.dvc("status").output).toContain("up to date");
  });

  it("stops a model that is worse, on customers that neither was trained on", async () => {
    project.setParam(["train", "learningRate"], 0.0005);
    project.setParam(["train", "epochs"], 7);
    project.setParam(["preprocess", "testFraction"], 0.3);
    const { output, exitCode } = project.dvc("repro");
    expect(output).toMatch(/QUALITY GATE FAILED:\n {2}- ROC AUC 0\.\d{4} worse than the champion, tolerated 0\.0050/);
    expect(exitCode).toBe(255);

    const compared = (await heldOut()).filter((id) => !seenByChampion.has(id));
    expect(comparison().customers).toEqual({ heldOut: (await heldOut()).length, compared: compared.length });
    expect(compared.length).toBeGreaterThan(300);
    expect(compared.length).toBeLessThan((await heldOut()).length);
  });
});
