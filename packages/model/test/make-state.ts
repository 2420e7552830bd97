import type { ColumnState, NumericState, TrainParams, TransformerState } from "@churn/contracts";

export const quantiles = (of: (share: number) => number): number[] => Array.from({ length: 33 }, (_, i) => of(i / 32));

/** A number whose features lie evenly between −2 and 2. */
export const makeNumber = (changed: Partial<NumericState> = {}): NumericState => ({
  kind: "number",
  column: "spent",
  mean: 50,
  scale: 25,
  missing: null,
  quantiles: quantiles((share) => 100 * share),
  ...changed,
});

export const makeState = (...columns: ColumnState[]): TransformerState => ({ dataset: "shop", columns });

/** Two numbers: a state for networks of width 2. */
export const twoNumbers = makeState(makeNumber(), makeNumber({ column: "tenure" }));

export const makeParams = (changed: Partial<TrainParams> = {}): TrainParams => ({
  seed: 1,
  hiddenUnits: [8, 4],
  activation: "relu",
  piecewiseLinearPieces: 0,
  dropout: 0,
  learningRate: 0.02,
  batchSize: 32,
  epochs: 20,
  patience: 20,
  ...changed,
});
