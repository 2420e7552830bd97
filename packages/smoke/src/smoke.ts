import { PipelineError } from "@churn/contracts";
import { CheckFailed } from "@churn/runtime";
import { type Asked, SMOKE_CHECKS } from "./smoke-checks.ts";

export type SmokeResult = { readonly name: string; readonly passed: boolean; readonly seen: string };

/**
 * Makes every check, whatever the others say.
 *
 * @throws PipelineError UNREACHABLE when nothing answers from the start
 */
export async function smoke(asked: Asked): Promise<SmokeResult[]> {
  await asked.service.reach();
  const results: SmokeResult[] = [];
  const checks = SMOKE_CHECKS.filter(({ isBeside }) => !(isBeside && asked.service.scoringOnly));
  for (const { name, run } of checks) {
    const result = await run(asked).then(
      (seen) => ({ name, passed: true, seen }),
      (error) => {
        if (error instanceof CheckFailed || error instanceof PipelineError)
          return { name, passed: false, seen: error.message };
        throw error;
      },
    );
    results.push(result);
  }
  return results;
}

export function smokeTable(results: readonly SmokeResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .map(({ name, passed, seen }) => `${passed ? "ok    " : "FAILED"}  ${name.padEnd(width)}  ${seen}`)
    .join("\n");
}
