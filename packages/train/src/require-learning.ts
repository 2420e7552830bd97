import { PipelineError } from "@churn/contracts";
import { countChurners, logLoss, rocAuc } from "@churn/metrics";

/** Less than this share better than the churn rate for everybody is no learning. */
const LEAST_GAIN = 0.005;
/** No honest customer table tells it so well. */
const TOO_GOOD = 0.995;

/**
 * Refuses a network that says no more than the churn rate does, or that knows the answer.
 *
 * @param part - labels and scores of the validation part, shape [rows] each
 * @throws PipelineError CHECK_FAILED
 */
export function requireLearning({ yTrue, yScore }: { yTrue: Float32Array; yScore: Float32Array }): void {
  const constant = logLoss(yTrue, new Float32Array(yTrue.length).fill(countChurners(yTrue) / yTrue.length));
  const loss = logLoss(yTrue, yScore);
  const refuse = (what: string, fix: string) =>
    new PipelineError("CHECK_FAILED", { what, where: "the validation part", fix });
  if (!(loss < (1 - LEAST_GAIN) * constant)) {
    throw refuse(
      `nothing was learned: the validation loss is ${loss.toFixed(4)}, the churn rate for everybody has ${constant.toFixed(4)}`,
      "look at section train of params.yaml (learningRate, epochs), then at the labels",
    );
  }
  const area = rocAuc(yTrue, yScore);
  if (area > TOO_GOOD) {
    throw refuse(
      `too good to be true: a ROC AUC of ${area.toFixed(4)}, above ${TOO_GOOD}: the features know the answer`,
      "find the column, or the code, that carries the label into the features",
    );
  }
}
