import { readChampion } from "@churn/champion";
import { findVersion, openRegistry } from "@churn/registry";
import { defineCommand, log, runCommand } from "@churn/runtime";
import { afterRollback, moveReport } from "./move-report.ts";
import { championFollows } from "./refresh-champion.ts";
import { releaseStage } from "./release.stage.ts";
import { rollback } from "./rollback.ts";
import { whoRuns } from "./who-runs.ts";

const CHAMPION = releaseStage.inputs.champion;

const command = defineCommand("rollback", "moves production back to the version that was there before")
  .option("--reason <text>", "why, for the history")
  .option("--from <version>", "only if this one is in production; a number")
  .action(async ({ reason, from: named }: { reason?: string; from?: string }) => {
    const registry = openRegistry();
    await readChampion(CHAMPION); // what it says must not stop this after the move
    const from = named === undefined ? undefined : (await findVersion(registry, named)).version;
    const moved = await rollback(registry, { reason, from }, { at: new Date().toISOString(), by: whoRuns() });
    for (const line of moveReport("production", moved)) log(line);
    for (const line of await championFollows(registry, CHAMPION, moved.version)) log(line);
    for (const line of afterRollback(moved)) log(line);
  });

await runCommand(command);
