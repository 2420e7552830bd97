import { PipelineError } from "@churn/contracts";

/** @throws PipelineError USAGE_INVALID for what is no number above 0 */
export function positiveNumber(flag: string, text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new PipelineError("USAGE_INVALID", {
    what: `${flag}: expected a number above 0, received ${JSON.stringify(text)}`,
    where: "the command line",
    fix: `for example ${flag} 10`,
  });
}
