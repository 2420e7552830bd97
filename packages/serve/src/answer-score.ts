import type { Problem, Reason, Score, ScoreAnswer, ScoresAnswer } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { LIMITS } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { reasonsOf } from "./reasons.ts";
import { Refusal } from "./refusal.ts";
import type { RequestLog } from "./request-log.ts";
import type { ServedModel } from "./served-model.ts";

export type Scoring = {
  readonly metrics: Metrics;
  readonly requestLog: RequestLog | undefined;
};

/**
 * Answers one customer, or an array of them.
 *
 * @param body - as it came, parsed
 * @param reasons - how many for each customer; 0 for none
 * @throws Refusal 400 with a pointer to each fault, 413 for too many rows, 503 when too many are waiting
 */
export async function answerScore(
  model: ServedModel,
  body: unknown,
  reasons: number,
  { metrics, requestLog }: Scoring,
): Promise<ScoreAnswer | ScoresAnswer> {
  const isMany = Array.isArray(body);
  const rows = checked(model, isMany ? body : [body], isMany);
  const probabilities = await model.score(rows);
  const unusual = rows.map(model.bundle.unusual);
  const why = reasons > 0 ? await explained(model, rows, reasons) : undefined;
  requestLog?.add(model.facts, rows, probabilities);

  const { id } = model.bundle.signature;
  const scores = rows.map((row, i): Score => {
    const probability = probabilities[i] as number;
    return {
      id: (row[id] ?? null) as string | null,
      probability,
      decision: probability >= model.facts.threshold ? "churn" : "stay",
      unusual: unusual[i] as string[],
      ...(why ? { reasons: why[i] as Reason[] } : {}),
    };
  });
  metrics.scored(scores);
  return isMany ? { model: model.facts, scores } : { ...(scores[0] as Score), model: model.facts };
}

/** Each customer is scored some hundred times for it, so they are few, and one after the other. */
async function explained(model: ServedModel, rows: readonly CustomerRow[], count: number): Promise<Reason[][]> {
  if (rows.length > LIMITS.explainedRows) {
    throw new Refusal(413, `expected at most ${LIMITS.explainedRows} customers with reasons, received ${rows.length}`);
  }
  const reasons: Reason[][] = [];
  for (const row of rows) reasons.push(await reasonsOf(model, row, model.bundle.middle, count));
  return reasons;
}

function checked({ bundle }: ServedModel, customers: readonly unknown[], isMany: boolean): CustomerRow[] {
  if (customers.length > LIMITS.rowsPerRequest) {
    const most = LIMITS.rowsPerRequest.toLocaleString("en-US");
    throw new Refusal(413, `expected at most ${most} customers, received ${customers.length.toLocaleString("en-US")}`);
  }
  const errors: NonNullable<Problem["errors"]> = [];
  let faults = 0;
  const rows = customers.map((customer, i) => {
    const found = bundle.check(customer);
    if ("row" in found) return found.row;
    faults += found.faults.length;
    for (const { column, detail } of found.faults) {
      if (errors.length < LIMITS.faultsListed)
        errors.push({ pointer: pointerTo(isMany ? i : undefined, column), detail });
    }
    return {};
  });
  if (faults === 0) return rows;
  const more = faults > errors.length ? `, of which the first ${errors.length} are listed` : "";
  throw new Refusal(400, `${faults} ${faults === 1 ? "fault" : "faults"} in the request${more}; nothing was scored`, {
    errors,
  });
}

/** JSON pointer (RFC 6901). */
const pointerTo = (index: number | undefined, column: string | undefined): string =>
  [index, column]
    .filter((part) => part !== undefined)
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
