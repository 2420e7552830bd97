import { readChampion } from "@churn/champion";
import { openRegistry, versionNumber } from "@churn/registry";
import { defineCommand, log, runCommand } from "@churn/runtime";
import { Option } from "commander";
import { afterwards, moveReport } from "./move-report.ts";
import { promote } from "./promote.ts";
import { TARGETS, type Target } from "./promotion-rules.ts";
import { championFollows } from "./refresh-champion.ts";
import { releaseStage } from "./release.stage.ts";
import { whoRuns } from "./who-runs.ts";

const CHAMPION = releaseStage.inputs.champion;

type Options = { to: Target; version?: string; reason?: string };

const command = defineCommand("promote", "moves staging or production to a version that passes the checks of that step")
  .addOption(new Option("--to <alias>", "where to").choices(TARGETS).makeOptionMandatory())
  .option("--version <version>", "to staging: this one and not the candidate; a number")
  .option("--reason <text>", "why, for the history")
  .action(async ({ to, version, reason }: Options) => {
    const registry = openRegistry();
    if (to === "production") await readChampion(CHAMPION); // what it says must not stop this after the move
    const wish = { to, ...(version !== undefined && { named: versionNumber(version) }), ...(reason && { reason }) };
    const moved = await promote(registry, wish, { at: new Date().toISOString(), by: whoRuns() });
    for (const line of moveReport(to, moved)) log(line);
    if (to === "production") {
      for (const line of await championFollows(registry, CHAMPION, moved.version)) log(line);
    }
    for (const line of afterwards(to, moved)) log(line);
  });

await runCommand(command);
