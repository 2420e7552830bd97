// Runs in a copy of the project: stages one after the other, as their own programs do, until one says no.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { PipelineError } from "@churn/contracts";
import { CheckFailed, executeStage, readParams, type Stage } from "@churn/runtime";

const OWNERS: Record<string, string> = { validate: "preprocess", gate: "evaluate", release: "register" };

const [end, ...steps] = process.argv.slice(2) as [string, ...string[]];
let current = "";
let stopped: { step: string; message: string; isBug: boolean } | undefined;
try {
  for (current of steps) {
    const file = resolve("packages", OWNERS[current] ?? current, "src", `${current}.stage.ts`);
    const stage = (await import(pathToFileURL(file).href))[`${current}Stage`] as Stage;
    const verdict = await executeStage(stage, stage.inputs, stage.outputs, await readParams());
    if (verdict) throw new CheckFailed(verdict.failed);
  }
} catch (error) {
  const isBug = !(error instanceof PipelineError || error instanceof CheckFailed);
  stopped = { step: current, message: isBug ? String((error as Error).stack) : (error as Error).message, isBug };
}
process.stdout.write(`\n${end}${JSON.stringify(stopped ?? null)}\n`);
