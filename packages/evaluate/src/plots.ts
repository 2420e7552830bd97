import { calibrationCurve, confusion, prCurve, rocCurve } from "@churn/metrics";

const POINTS = 200;

/** What `dvc plots` draws: file name → rows. */
export function plots(yTrue: Float32Array, yScore: Float32Array, threshold: number): Record<string, object[]> {
  const roc = rocCurve(yTrue, yScore, { maxPoints: POINTS });
  const pr = prCurve(yTrue, yScore, { maxPoints: POINTS });
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion(yTrue, yScore, threshold);
  return {
    "roc.json": Array.from(roc.fpr, (fpr, i) => ({ fpr, tpr: roc.tpr[i] })),
    "pr.json": Array.from(pr.recall, (recall, i) => ({ recall, precision: pr.precision[i] })),
    "calibration.json": calibrationCurve(yTrue, yScore).map(({ predictedMean, observedShare, count }) => {
      return { predicted: predictedMean, observed: observedShare, customers: count };
    }),
    "confusion.json": [
      { actual: "churned", predicted: "will churn", customers: truePositives },
      { actual: "churned", predicted: "will stay", customers: falseNegatives },
      { actual: "stayed", predicted: "will churn", customers: falsePositives },
      { actual: "stayed", predicted: "will stay", customers: trueNegatives },
    ],
  };
}
