import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The training part is written without customers who have a gap.",
  change: edit(
    "packages/preprocess/src/write-features.ts",
    "const target = columns[",
    "if (Object.values(columns).some((values) => values.some(Number.isNaN))) continue;\n    const target = columns[",
  ),
  stoppedAt: "preprocess",
  says: /train\.parquet has \d+ rows with \d+ churners, the train part has 13928/,
};
