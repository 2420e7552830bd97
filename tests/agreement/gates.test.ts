import { readFileSync } from "node:fs";
import type { GateParams, Params, SliceMetrics } from "@churn/contracts";
import { judge } from "@churn/evaluate";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";

const params = parse(readFileSync(projectFile("params.yaml"), "utf8")) as Params;

it.each(Object.entries(params.gate))(
  "the gates of %s stop a model that says no to everyone",
  (_, gates: GateParams) => {
    const toEveryoneNo = { accuracy: 0.78, roc_auc: 0.5, recall: 0, precision: 0, f1_score: 0 };
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
