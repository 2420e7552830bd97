import { z } from "zod";
import { ChampionCheck } from "./champion.ts";
import { EvalMetrics } from "./evaluation.ts";

export const GateCheck = z.strictObject({
  metric: z.string(),
  /** Null: all held-out customers. */
  slice: z.string().nullable(),
  value: z.number().nullable(),
  threshold: z.number(),
  atLeast: z.boolean(),
  passed: z.boolean(),
});
export type GateCheck = z.infer<typeof GateCheck>;

/** artifacts/decision.json: may these bytes be released? */
export const Decision = z.strictObject({
  passed: z.boolean(),
  checks: z.array(GateCheck).min(1),
  /** Empty where there is no champion to compare with, or no tolerance is set. */
  championChecks: z.array(ChampionCheck),
  evaluated: EvalMetrics.shape.evaluated,
  /** sha256 of the files in metrics/ as they were judged. */
  metrics: z.strictObject({ eval_metrics: z.string(), slices: z.string(), comparison: z.string() }),
});
export type Decision = z.infer<typeof Decision>;
