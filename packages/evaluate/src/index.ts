export { compareGates, type GateChange, gateReport, isEasier } from "./compare-gates.ts";
export { evaluateStage } from "./evaluate.stage.ts";
export { gateStage } from "./gate.stage.ts";
export { judge } from "./gate.ts";
