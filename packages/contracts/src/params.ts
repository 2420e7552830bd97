import { z } from "zod";

const share = z.number().gt(0).lt(1);
const unit = z.number().min(0).max(1);

/** Lowest (or, for errors, highest) value that passes; an absent metric is not judged. */
const Bounds = z.strictObject({
  accuracy: unit.optional(),
  f1_score: unit.optional(),
  roc_auc: unit.optional(),
  precision: unit.optional(),
  recall: unit.optional(),
  pr_auc: unit.optional(),
  log_loss: z.number().positive().optional(),
  brier_score: unit.optional(),
  calibration_error: unit.optional(),
});

/** By how much a model may be worse than the champion, over all customers and in every slice of the contract. */
export const ChampionGate = z.strictObject({
  roc_auc: unit,
  brier_score: unit,
  /** With which it must be shown to be worse before the gate says no. */
  confidence: z.number().gt(0.5).lt(1),
});
export type ChampionGate = z.infer<typeof ChampionGate>;

/** What a model must reach on held-out customers, all of them together and in each named slice. */
export const GateParams = Bounds.extend({
  slices: z.record(z.string(), Bounds),
  champion: ChampionGate.optional(),
}).refine(
  ({ slices, champion, ...bounds }) =>
    [bounds, ...Object.values(slices)].some((group) => Object.keys(group).length > 0),
  "asks for nothing, so every model would pass: name at least one metric",
);
export type GateParams = z.infer<typeof GateParams>;

export const TrainParams = z.strictObject({
  seed: z.int().min(0),
  hiddenUnits: z.array(z.int().positive().max(4096)).min(1).max(8),
  activation: z.enum(["relu", "elu", "selu", "tanh"]),
  /** Pieces per numeric column of the piecewise-linear encoding; 0 switches it off. */
  piecewiseLinearPieces: z.int().min(0).max(64),
  dropout: z.number().min(0).lt(1),
  learningRate: z.number().positive().max(1),
  batchSize: z.int().min(8).max(65536),
  epochs: z.int().positive().max(1000),
  /** Epochs without a better validation loss after which training ends. */
  patience: z.int().positive(),
});
export type TrainParams = z.infer<typeof TrainParams>;

/** When customers of today differ too much from those that the model was trained on. */
export const DriftParams = z.strictObject({
  /** With fewer rows nothing is said. */
  minRows: z.int().min(100),
  /** Chance of a false alarm that is accepted, over all that is tested together. */
  significance: z.number().gt(0).max(0.2),
  /** Population stability index above which a difference that is shown is also large enough to count. */
  psi: z.number().positive().max(2),
});
export type DriftParams = z.infer<typeof DriftParams>;

export const Params = z
  .strictObject({
    dataset: z.string().regex(/^[a-z][a-z0-9-]*$/),
    preprocess: z.strictObject({ validationFraction: share, testFraction: share }).refine(
      ({ validationFraction: v, testFraction: t }) => v >= 1 || t >= 1 || v + t < 1, // else each is told its own fault
      "nothing is left to train on: the two fractions reach 1",
    ),
    train: TrainParams,
    evaluate: z.strictObject({
      threshold: z.union([share, z.literal("max-f1")], "a number between 0 and 1, or max-f1"),
    }),
    gate: z.record(z.string(), GateParams),
    drift: DriftParams,
  })
  .refine((p) => Object.hasOwn(p.gate, p.dataset), {
    error: ({ input }) => {
      const { gate, dataset } = input as { gate: object; dataset: string };
      return `has no entry for the dataset in use, ${dataset}; there is ${Object.keys(gate).join(", ") || "none"}`;
    },
    path: ["gate"],
  });
export type Params = z.infer<typeof Params>;

/** The sections that the pipeline reads: they belong to a model. */
export type PipelineParams = Omit<Params, "drift">;

/** The gates of the dataset in use. */
export const gatesOf = (params: Pick<Params, "dataset" | "gate">): GateParams =>
  params.gate[params.dataset] as GateParams;
