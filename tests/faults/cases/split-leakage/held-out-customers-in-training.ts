import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The training part is everything, because more data is better.",
  change: edit(
    "packages/preprocess/src/split.ts",
    /where \S+ = (\S+) order by/,
    "where $1 in ('train') or \"(part)\" = $1 order by",
  ),
  stoppedAt: "preprocess",
  says: "train.parquet has 20000 rows",
};
