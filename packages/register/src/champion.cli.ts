import { openRegistry } from "@churn/registry";
import { defineCommand, log, runCommand } from "@churn/runtime";
import { refreshChampion } from "./refresh-champion.ts";
import { releaseStage } from "./release.stage.ts";

const command = defineCommand(
  "champion",
  "names the version in production in champion.json, and brings its bundle here",
)
  .option("--pinned", "bring the version that champion.json names, whatever is in production now")
  .action(async ({ pinned }: { pinned?: true }) => {
    for (const line of await refreshChampion(openRegistry(), releaseStage.inputs.champion, pinned)) log(line);
    log("npx dvc repro judges the model beside it, and finds nothing to do when nothing has changed");
  });

await runCommand(command);
