import { runStage } from "@churn/runtime";
import { trainStage } from "./train.stage.ts";

await runStage(trainStage);
