import { Params } from "@churn/contracts";

export const makeParams = (changed: Partial<Params> = {}): Params =>
  Params.parse({
    dataset: "shop",
    preprocess: { validationFraction: 0.1, testFraction: 0.2 },
    train: {
      seed: 1,
      hiddenUnits: [4],
      activation: "relu",
      piecewiseLinearPieces: 0,
      dropout: 0,
      learningRate: 0.01,
      batchSize: 32,
      epochs: 2,
      patience: 1,
    },
    evaluate: { threshold: 0.5 },
    gate: { shop: { accuracy: 0.5, slices: {} } },
    drift: { minRows: 500, significance: 0.01, psi: 0.1 },
    ...changed,
  });
