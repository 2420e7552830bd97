// First job of train.yml: is there anything to train? Says so to the jobs after it, and why in the job summary
import { appendFileSync, readFileSync } from "node:fs";
import { main } from "../process/main.mjs";
import { run } from "../process/run.mjs";
import { githubApi } from "./github-api.mjs";
import { whatToTrain } from "./what-to-train.mjs";

await main(async () => {
  const {
    GITHUB_EVENT_NAME: event,
    GITHUB_REF: ref,
    GITHUB_SHA: sha,
    GITHUB_OUTPUT,
    GITHUB_STEP_SUMMARY,
  } = process.env;
  const { repository } = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"));
  const { train, code, why } = await whatToTrain({
    event,
    ref,
    changedFiles: () => changedSince(`origin/${repository?.default_branch ?? "main"}`),
    pullRequests: () => pullRequestsOf(sha),
  });
  console.log(why);
  appendFileSync(GITHUB_OUTPUT, `train=${train}\ncode=${code}\n`);
  if (!train) appendFileSync(GITHUB_STEP_SUMMARY, `Nothing was trained: ${why}.\n`);
});

/** Files that this branch changed since it left another; undefined where git can't tell. */
async function changedSince(base) {
  const { code, output } = await run("git", ["diff", "--name-only", "-z", `${base}...HEAD`], { quiet: true });
  return code === 0 ? output.split("\0").filter(Boolean) : undefined;
}

/**
 * Open pull requests to main whose last commit is this one, and which GitHub runs: not one that conflicts with main.
 * None where GitHub doesn't say.
 */
async function pullRequestsOf(sha) {
  const { body = [] } = await githubApi(`/commits/${sha}/pulls`);
  const open = body.filter(({ state, head, base }) => state === "open" && head.sha === sha && base.ref === "main");
  const whole = await Promise.all(open.map(({ number }) => githubApi(`/pulls/${number}`)));
  return whole.flatMap(({ body }) => (body && body.mergeable !== false ? [body] : []));
}
