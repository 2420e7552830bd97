import { runStage } from "@churn/runtime";
import { validateStage } from "./validate.stage.ts";

await runStage(validateStage);
