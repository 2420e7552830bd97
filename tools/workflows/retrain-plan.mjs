// scheduled-retrain.yml: is there anything to fetch, and up to which day?
import { appendFileSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { main } from "../process/main.mjs";
import { run } from "../process/run.mjs";
import { dayOfBranch, whetherToFetch } from "./retrain.mjs";

await main(async () => {
  const { GITHUB_EVENT_NAME: event, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, AS_OF: asked = "" } = process.env;
  const { output } = await run("git", ["branch", "-r", "--list", "origin/retrain/*", "--format=%(refname:short)"], {
    quiet: true,
  });
  const { fetch, asOf, why } = whetherToFetch({
    event,
    asked,
    today: new Date().toISOString().slice(0, 10),
    pin: parse(readFileSync("data.dvc", "utf8")),
    retrained: output.split("\n").flatMap((branch) => dayOfBranch(branch.trim()) ?? []),
  });
  console.log(why);
  appendFileSync(GITHUB_OUTPUT, `fetch=${fetch}\nas-of=${asOf}\n`);
  if (!fetch) appendFileSync(GITHUB_STEP_SUMMARY, `Nothing was fetched: ${why}.\n`);
});
