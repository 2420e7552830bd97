export { evaluateStage } from "./evaluate.stage.ts";
export { gateStage } from "./gate.stage.ts";
export { judge } from "./gate.ts";
