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
  { names: ["SLACK_WEBHOOK_URL"], without: "nobody is told in Slack when a run fails" },
];

/** A line for each of them that is not set, "false" in env, with the command that sets it; no word of what is not in env. */
export const skippedLines = (env) =>
  SETTINGS.flatMap(({ names, without }) => {
    const unset = names.filter((name) => env[name] === "false");
    if (unset.length === 0) return [];
    const commands = unset.map((name) => `\`gh secret set ${name}\``).join(", ");
    return [`- ${unset.map((name) => `\`${name}\``).join(" and ")} not set: ${without}. ${commands}`];
  });
