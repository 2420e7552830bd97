import { type CustomerFault, customerCheck, readBundle, readScorer, scoreRows } from "@churn/bundle";
import { type Golden, PipelineError, ScoreAnswer } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { CheckFailed, readEnvironment } from "@churn/runtime";
import { percentile } from "./percentile.ts";
import { expectAnswer, type ScoringService } from "./scoring-service.ts";

export type Row = Golden[number]["row"];

/** What a service is held against while it soaks. */
export type SoakReference = {
  /** Score of the customer at that place; undefined when the reference has none. */
  readonly score: (place: number) => Promise<number | undefined>;
  /** Of its own answers; undefined where none are given over a network. */
  readonly p99Ms: () => number | undefined;
};

/**
 * A bundle: how its model scores these customers here.
 *
 * @throws PipelineError USAGE_INVALID when it takes other customers
 */
export async function bundleReference(folder: string, rows: readonly Row[]): Promise<SoakReference> {
  const { signature } = await readBundle(folder);
  const check = customerCheck(signature);
  for (const row of rows) {
    const checked = check(row);
    if ("faults" in checked) throw takesOthers(folder, checked.faults[0]);
  }
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  const { state, model } = await readScorer(folder, tf);
  const scores = scoreRows(state, model, rows);
  return { score: async (place) => scores[place], p99Ms: () => undefined };
}

function takesOthers(folder: string, fault: CustomerFault | undefined): PipelineError {
  return new PipelineError("USAGE_INVALID", {
    what: `the model in ${folder} does not take the customers that are sent: ${fault?.column}: ${fault?.detail}`,
    where: folder,
    fix: "name as --reference a bundle of the same columns, or a service",
  });
}

/** Another service, such as the one in production, which is sent the same customers. */
export function serviceReference(service: ScoringService, rows: readonly Row[]): SoakReference {
  const taken: number[] = [];
  const score = async (place: number) => {
    try {
      const answer = await service.score(rows[place]);
      const { probability } = expectAnswer(answer, 200, ScoreAnswer);
      taken.push(answer.ms);
      return probability;
    } catch (error) {
      if (error instanceof CheckFailed || error instanceof PipelineError) return undefined; // no fault of the other one
      throw error;
    }
  };
  return { score, p99Ms: () => (taken.length > 0 ? percentile(taken, 0.99) : undefined) };
}
