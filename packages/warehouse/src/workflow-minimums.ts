import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { GateParams } from "@churn/contracts";
import { readText, writeBytes } from "@churn/runtime";

/** Makes the workflows ask for what params.yaml asks for; of a metric without a gate, for nothing. */
export async function writeMinimums(folder: string, { accuracy = 0, roc_auc = 0 }: GateParams): Promise<void> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  for (const path of names.map((name) => join(folder, name))) {
    const text = await readText(path, "restore it from git");
    const now = text
      .replace(/(?<=^\s*MINIMUM_ACCURACY: )".*?"/m, `"${accuracy}"`)
      .replace(/(?<=^\s*MINIMUM_AUC: )".*?"/m, `"${roc_auc}"`);
    if (now !== text) writeBytes(path, now);
  }
}
