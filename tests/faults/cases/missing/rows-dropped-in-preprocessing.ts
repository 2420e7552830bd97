import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A dropna in preprocessing leaves out who never purchased.",
  change: edit(
    "packages/preprocess/src/split.ts",
    /(?= {4}order by .*`\);)/,
    "    where days_since_last_purchase is not null\n",
  ),
  stoppedAt: "preprocess",
  says: "20000 rows came in and 16960 were written, 0 were rejected",
  quick: true,
};
