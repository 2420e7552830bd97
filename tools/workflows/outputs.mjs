import { appendFileSync } from "node:fs";

/** Hands values to the steps and jobs after this one. */
export function output(values, { GITHUB_OUTPUT } = process.env) {
  appendFileSync(
    GITHUB_OUTPUT,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
}

/** For whoever opens the run, and for the log. */
export function tell(text, { GITHUB_STEP_SUMMARY } = process.env) {
  console.log(text);
  appendFileSync(GITHUB_STEP_SUMMARY, `${text}\n\n`);
}
