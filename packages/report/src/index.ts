export { changedParams } from "./changed-params.ts";
export { compareGates, type GateChange, gateReport, isEasier } from "./compare-gates.ts";
export { lockBehind } from "./lock-behind.ts";
export { type Findings, reportText } from "./report-text.ts";
