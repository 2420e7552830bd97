import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Epoch } from "@churn/model";
import { writeJson } from "@churn/runtime";

const SERIES = {
  "train/loss": "loss",
  "val/loss": "validationLoss",
  "val/roc_auc": "validationRocAuc",
} as const;

/** Values per epoch in DVCLive's file format, which DVC and its editors read while training runs. */
export class TrainingLog {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    for (const name of Object.keys(SERIES)) {
      const file = this.#series(name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `step\t${name.split("/").at(-1)}\n`);
    }
  }

  add(epoch: Epoch): void {
    for (const [name, value] of Object.entries(TrainingLog.named(epoch)))
      appendFileSync(this.#series(name), `${epoch.epoch}\t${value}\n`);
    this.summarize(epoch);
  }

  /** The values of one epoch by the names that they have everywhere. */
  static named(epoch: Epoch): Record<string, number> {
    return Object.fromEntries(Object.entries(SERIES).map(([name, key]) => [name, epoch[key]]));
  }

  /** What metrics.json shows: the values of one epoch. */
  summarize(epoch: Epoch): void {
    const { loss, validationLoss, validationRocAuc } = epoch;
    const summary = { train: { loss }, val: { loss: validationLoss, roc_auc: validationRocAuc }, step: epoch.epoch };
    writeJson(join(this.#folder, "metrics.json"), summary);
  }

  #series(name: string): string {
    return join(this.#folder, "plots", "metrics", `${name}.tsv`);
  }
}
