import type { Reason } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import type { ServedModel } from "./served-model.ts";

/**
 * The `count` features that moved each customer's score most, most moving first, shape [rows][count]. What it lets
 * `model.score` score waits with all other requests and is bounded as they are.
 */
export type ReasonsOf = (
  model: ServedModel,
  rows: readonly CustomerRow[],
  probabilities: Float32Array,
  count: number,
) => Promise<Reason[][]>;
