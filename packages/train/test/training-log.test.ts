import { readdirSync, readFileSync } from "node:fs";
import type { Epoch } from "@churn/model";
import { useFolders } from "@churn/runtime/test-support";
import { expect, it } from "vitest";
import { TrainingLog } from "../src/training-log.ts";

const makeFolder = useFolders();

const makeEpoch = (epoch: number, changed: Partial<Epoch> = {}): Epoch => ({
  epoch,
  loss: 0.5,
  validationLoss: 0.6,
  validationRocAuc: 0.7,
  ...changed,
});

it("is written in DVCLive's format: a table per series, and the latest values", () => {
  const at = makeFolder();
  const log = new TrainingLog(at("training"));
  log.add(makeEpoch(1, { loss: 0.625 }));
  log.add(makeEpoch(2, { validationLoss: 0.55, validationRocAuc: 0.75 }));
  const read = (file: string) => readFileSync(at("training", file), "utf8");
  expect(read("plots/metrics/train/loss.tsv")).toBe("step\tloss\n1\t0.625\n2\t0.5\n");
  expect(read("plots/metrics/val/loss.tsv")).toBe("step\tloss\n1\t0.6\n2\t0.55\n");
  expect(read("plots/metrics/val/roc_auc.tsv")).toBe("step\troc_auc\n1\t0.7\n2\t0.75\n");
  expect(JSON.parse(read("metrics.json"))).toEqual({
    train: { loss: 0.5 },
    val: { loss: 0.55, roc_auc: 0.75 },
    step: 2,
  });
  expect(readdirSync(at("training")).sort()).toEqual(["metrics.json", "plots"]);
});

it("can be read after every epoch", () => {
  const at = makeFolder();
  const log = new TrainingLog(at("training"));
  for (const step of [1, 2, 3]) {
    log.add(makeEpoch(step));
    const table = readFileSync(at("training/plots/metrics/val/loss.tsv"), "utf8");
    expect(table.trimEnd().split("\n")).toHaveLength(1 + step);
    expect(JSON.parse(readFileSync(at("training/metrics.json"), "utf8"))).toMatchObject({ step });
  }
});

it("ends with the values of the epoch that was the best", () => {
  const at = makeFolder();
  const log = new TrainingLog(at("training"));
  for (const epoch of [1, 2, 3]) log.add(makeEpoch(epoch, { validationLoss: epoch }));
  log.summarize(makeEpoch(1, { validationLoss: 1 }));
  expect(JSON.parse(readFileSync(at("training/metrics.json"), "utf8"))).toMatchObject({ step: 1, val: { loss: 1 } });
  expect(readFileSync(at("training/plots/metrics/val/loss.tsv"), "utf8")).toBe("step\tloss\n1\t1\n2\t2\n3\t3\n");
});
