import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The transformer is fitted to all customers, the held-out ones too.",
  change: edit(
    "packages/preprocess/src/write-features.ts",
    'fitTransformer(dataset, columnsOf(tables, dataset, "train"))',
    `fitTransformer(
    dataset,
    (async function* () {
      for (const part of PARTS) yield* columnsOf(tables, dataset, part);
    })(),
  )`,
  ),
  stoppedAt: "preprocess",
  says: "the transformer was not fitted to the training part",
  quick: true,
};
