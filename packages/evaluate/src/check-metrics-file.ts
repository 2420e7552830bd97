import { PipelineError } from "@churn/contracts";
import { CheckFailed, log, readText } from "@churn/runtime";
import { judge, verdict } from "./gate.ts";

/**
 * The gate as a check on any file of metrics: it prints and sets the exit code, and decides nothing.
 *
 * @throws CheckFailed when a metric is too low, missing or not a number
 */
export async function checkMetricsFile(
  path: string,
  minimum: { accuracy?: number | undefined; roc_auc?: number | undefined },
): Promise<void> {
  if (minimum.accuracy === undefined && minimum.roc_auc === undefined) {
    throw new PipelineError("USAGE_INVALID", {
      what: "there is nothing to check the metrics against",
      where: "the command line",
      fix: "for example --min-accuracy 0.85 --min-auc 0.88",
    });
  }
  const metrics = parseMetrics(
    path,
    await readText(path, "run `npm run evaluate`, which writes metrics/eval_metrics.json"),
  );
  const { passed, text } = verdict(judge({ ...minimum, slices: {} }, metrics, []));
  if (!passed) throw new CheckFailed(text);
  log(text);
}

/** Python writes NaN and Infinity where JSON has nothing to say: such a metric is not a number, not a broken file. */
function parseMetrics(path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.replace(/(?<=[:[,]\s*)(NaN|-?Infinity)\b/g, "null"));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {}
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${path} is not a JSON object`,
    where: path,
    fix: "run `npm run evaluate`",
  });
}
