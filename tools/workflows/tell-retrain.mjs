// Last job of scheduled-retrain.yml when it failed: tells Slack, else one issue, which the next failure writes anew
import { main } from "../process/main.mjs";
import { failureIssue, failureMessage } from "./failures.mjs";
import { askGithub, listAll } from "./github-api.mjs";
import { failuresOfThisRun, tellSlack } from "./tell.mjs";

await main(async () => {
  const { SLACK_WEBHOOK_URL: hook } = process.env;
  const failures = await failuresOfThisRun();
  const text = failureMessage(process.env, failures);
  console.log(text);
  if (hook) return tellSlack(hook, text);
  const issue = failureIssue(process.env, failures);
  const open = await listAll("/issues?state=open&creator=github-actions%5Bbot%5D");
  const mine = open.find(({ title, pull_request }) => title === issue.title && !pull_request);
  const { html_url: url } = mine
    ? await askGithub(`/issues/${mine.number}`, { method: "PATCH", send: issue })
    : await askGithub("/issues", { method: "POST", send: issue });
  console.log(`SLACK_WEBHOOK_URL is not set: ${url} says so`);
});
