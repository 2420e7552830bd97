export { type DriftReference, detectDrift } from "./detect-drift.ts";
export { readReference } from "./find-reference.ts";
