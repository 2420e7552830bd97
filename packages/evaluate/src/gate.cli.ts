import { PipelineError } from "@churn/contracts";
import { runCommand, runStage, stageCommand } from "@churn/runtime";
import { checkMetricsFile } from "./check-metrics-file.ts";
import { gateStage } from "./gate.stage.ts";

const asCheck = process.argv.some((argument) => /^--(metrics-file|min-)/.test(argument));
const command = stageCommand(gateStage)
  .option("--metrics-file <file>", "check this file of metrics instead, and write no decision")
  .option("--min-accuracy <number>", "with --metrics-file", bound)
  .option("--min-auc <number>", "with --metrics-file", bound);

if (asCheck) {
  command.action(({ metricsFile = "metrics/eval_metrics.json", minAccuracy, minAuc }) => {
    return checkMetricsFile(metricsFile, { accuracy: minAccuracy, roc_auc: minAuc });
  });
  await runCommand(command);
} else await runStage(gateStage, command);

function bound(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new PipelineError("USAGE_INVALID", {
    what: `${JSON.stringify(text)} is not a number between 0 and 1`,
    where: "the command line",
    fix: "for example --min-accuracy 0.85",
  });
}
