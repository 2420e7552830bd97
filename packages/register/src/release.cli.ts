import { runStage } from "@churn/runtime";
import { releaseStage } from "./release.stage.ts";

await runStage(releaseStage);
