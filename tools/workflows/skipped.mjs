// Names in the job summary what was left out for want of a secret, and the command that sets it
import { appendFileSync } from "node:fs";
import { skippedLines } from "./settings.mjs";

const lines =
  process.env.FROM_OUTSIDE === "true"
    ? ["- a pull request from outside gets no secrets: nothing was logged, and nothing asked of a DVC remote"]
    : skippedLines(process.env);
if (lines.length > 0)
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, ["### Skipped for want of a secret", "", ...lines, ""].join("\n"));
