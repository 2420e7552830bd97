import { EXIT, Stop } from "../process/stop.mjs";
import { failuresOf } from "./failures.mjs";
import { githubApi } from "./github-api.mjs";

/** The failed jobs of this run, each with its failed step and its last lines; none where GitHub does not say. */
export async function failuresOfThisRun(env = process.env) {
  const { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt = "1" } = env;
  const { body } = await githubApi(`/actions/runs/${run}/attempts/${attempt}/jobs?per_page=100`);
  return failuresOf(body?.jobs ?? [], logOf);
}

async function logOf({ id }) {
  const { body } = await githubApi(`/actions/jobs/${id}/logs`, { as: "text" });
  return body ?? "";
}

export async function tellSlack(hook, text) {
  const answer = await fetch(hook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(20_000),
  }).catch(({ message, cause }) => ({ ok: false, status: cause?.code ?? message }));
  if (answer.ok) return;
  throw new Stop(
    EXIT.MISSING,
    `Slack did not take the message (${answer.status}).`,
    "make the webhook anew in Slack, then gh secret set SLACK_WEBHOOK_URL",
  );
}
