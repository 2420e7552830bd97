import { z } from "zod";
import { Lineage, Signature } from "./artifacts/release.ts";
import { sha256 } from "./artifacts/sha256.ts";

/** The model that answers. */
export const ScoringModel = z.object({ version: z.int().positive(), modelDigest: sha256, threshold: z.number() });
export type ScoringModel = z.infer<typeof ScoringModel>;

/** By how much a feature moved this customer's score, in log-odds: above 0 towards "churn". */
export const Reason = z.object({
  feature: z.string(),
  value: z.union([z.string(), z.number(), z.null()]),
  effect: z.number(),
});
export type Reason = z.infer<typeof Reason>;

/** The answer for one customer. */
export const Score = z.object({
  /** As in the request; null where it named none. */
  id: z.string().nullable(),
  probability: z.number().min(0).max(1),
  decision: z.enum(["churn", "stay"]),
  /** Columns whose value the model has hardly seen in training. */
  unusual: z.array(z.string()),
  /** Most moving first; only when asked for. */
  reasons: z.array(Reason).optional(),
});
export type Score = z.infer<typeof Score>;

/** `POST /score`: one customer is answered by its score, an array by its scores, both with the model. */
export const ScoreAnswer = Score.extend({ model: ScoringModel });
export type ScoreAnswer = z.infer<typeof ScoreAnswer>;
export const ScoresAnswer = z.object({ model: ScoringModel, scores: z.array(Score) });
export type ScoresAnswer = z.infer<typeof ScoresAnswer>;

/** A refused request, as application/problem+json (RFC 9457); `pointer`: JSON pointer (RFC 6901) into the body. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** `GET /ready`, with 200 when the model has answered its golden rows; `refused`: a newer version that did not. */
export const ReadyAnswer = z.object({
  status: z.literal("ready"),
  model: ScoringModel,
  refused: z.object({ version: z.int().positive(), why: z.string() }).optional(),
});
export type ReadyAnswer = z.infer<typeof ReadyAnswer>;

/** `GET /model`: the model that answers now, and all that is known of it. */
export const ModelAnswer = ScoringModel.extend({
  releaseDigest: sha256,
  signature: Signature,
  lineage: Lineage,
  /** Markdown. */
  card: z.string(),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;
