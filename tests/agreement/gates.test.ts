import { readFileSync } from "node:fs";
import {
  type Expectations,
  expectationsPath,
  type GateParams,
  loadDataset,
  type Params,
  type SliceMetrics,
  targetColumn,
} from "@churn/contracts";
import { judge } from "@churn/evaluate";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";

const params = parse(readFileSync(projectFile("params.yaml"), "utf8")) as Params;

it.each(Object.entries(params.gate))(
  "the gates of %s stop a model that says no to everyone",
  async (dataset, gates: GateParams) => {
    const toEveryoneNo = {
      accuracy: await shareOfStayers(dataset),
      roc_auc: 0.5,
      recall: 0,
      precision: 0,
      f1_score: 0,
    };
    const slices = Object.keys(gates.slices).map((name) => ({ name, rows: 1, churners: 1, ...toEveryoneNo }));
    const failed = judge(gates, toEveryoneNo, slices as unknown as SliceMetrics[]).filter((check) => !check.passed);
    expect(failed.map(({ metric, slice }) => [metric, slice])).toEqual(
      expect.arrayContaining([
        ["accuracy", null],
        ["roc_auc", null],
      ]),
    );
  },
);

async function shareOfStayers(dataset: string): Promise<number> {
  const { name, negative } = targetColumn(await loadDataset(dataset));
  const { shares } = JSON.parse(readFileSync(expectationsPath(dataset), "utf8")) as Expectations;
  return shares[name]?.shares[negative] as number;
}
