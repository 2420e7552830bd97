import { runStage } from "@churn/runtime";
import { evaluateStage } from "./evaluate.stage.ts";

await runStage(evaluateStage);
