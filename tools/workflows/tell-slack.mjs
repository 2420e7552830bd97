// Last job of a workflow that failed: which step, and its last lines, to Slack where SLACK_WEBHOOK_URL is set
import { main } from "../process/main.mjs";
import { failureMessage } from "./failures.mjs";
import { failuresOfThisRun, tellSlack } from "./tell.mjs";

await main(async () => {
  const { SLACK_WEBHOOK_URL: hook, NOTE: note } = process.env;
  const text = [failureMessage(process.env, await failuresOfThisRun()), ...(note ? [note] : [])].join("\n");
  console.log(text);
  if (!hook) return console.log("Slack is not told: SLACK_WEBHOOK_URL is not set. gh secret set SLACK_WEBHOOK_URL");
  await tellSlack(hook, text);
});
