import { runStage } from "@churn/runtime";
import { preprocessStage } from "./preprocess.stage.ts";

await runStage(preprocessStage);
