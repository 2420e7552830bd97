export { type DriftReference, detectDrift } from "./detect-drift.ts";
export { readReference } from "./read-reference.ts";
