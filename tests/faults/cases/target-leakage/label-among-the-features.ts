import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The features are written with the label twice.",
  change: [
    edit(
      "packages/tables/src/feature-table.ts",
      "y.set(columns[width] as Float32Array, row);",
      "y.set(columns[width] as Float32Array, row); columns[0] = columns[width] as Float32Array;",
    ),
  ],
  stoppedAt: "train",
  says: "too good to be true",
};
