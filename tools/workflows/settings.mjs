/** Every secret and variable of the workflows that changes what they do: what goes without it, and how it is set. */
export const SETTINGS = [
  {
    names: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    without: "DVC has no key to an S3 remote; the simulated warehouse makes the table where it is the pinned one",
  },
  {
    names: ["MLFLOW_TRACKING_URI"],
    without: "training is logged nowhere, and versions are releases of this repository",
  },
  { names: ["WAREHOUSE_URL"], without: "the table is that of the simulated warehouse" },
  {
    names: ["RETRAIN_TOKEN"],
    without: "a retrain ends as a branch and a command, as a pull request of the job's own token would start no check",
  },
  {
    names: ["AZURE_SUBSCRIPTION_ID"],
    without: "nothing goes to Azure ML",
    set: "npm run azure:setup",
  },
  {
    names: ["AZURE_TENANT_ID"],
    without: "Azure is asked nothing: no what-if, no deployment",
    set: "npm run azure:setup",
  },
  {
    names: ["AZURE_INFRA_REVIEWED"],
    without: "a pull request does not say what would change in Azure",
    set: "npm run azure:setup",
  },
  { names: ["SLACK_WEBHOOK_URL"], without: "nobody is told in Slack when a run fails" },
];

/** A line for each that a workflow reads and that is not set, with the command that sets it; env says "true" or "false". */
export const skippedLines = (env) =>
  SETTINGS.flatMap(({ names, without, set }) => {
    const unset = names.filter((name) => env[name] === "false");
    if (unset.length === 0) return [];
    const commands = set ? `\`${set}\`` : unset.map((name) => `\`gh secret set ${name}\``).join(", ");
    return [`- ${unset.map((name) => `\`${name}\``).join(" and ")} not set: ${without}. ${commands}`];
  });
