// Last job of a workflow that failed: which step, and its last lines, to Slack where SLACK_WEBHOOK_URL is set
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { failureMessage, failuresOf } from "./failures.mjs";
import { githubApi } from "./github-api.mjs";

await main(async () => {
  const { SLACK_WEBHOOK_URL: hook, NOTE: note, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt = "1" } = process.env;
  const { body } = await githubApi(`/actions/runs/${run}/attempts/${attempt}/jobs?per_page=100`);
  const failures = await failuresOf(body?.jobs ?? [], logOf);
  const text = [failureMessage(process.env, failures), ...(note ? [note] : [])].join("\n");
  console.log(text);
  if (!hook) return console.log("Slack is not told: SLACK_WEBHOOK_URL is not set. gh secret set SLACK_WEBHOOK_URL");
  const answer = await fetch(hook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(20_000),
  }).catch(({ message, cause }) => ({ ok: false, status: cause?.code ?? message }));
  if (answer.ok) return undefined;
  throw new Stop(
    EXIT.MISSING,
    `Slack did not take the message (${answer.status}).`,
    "make the webhook anew in Slack, then gh secret set SLACK_WEBHOOK_URL",
  );
});

async function logOf({ id }) {
  const { body } = await githubApi(`/actions/jobs/${id}/logs`, { as: "text" });
  return body ?? "";
}
