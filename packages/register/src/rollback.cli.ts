import { findVersion, openRegistry } from "@churn/registry";
import { defineCommand, log, runCommand } from "@churn/runtime";
import { moveReport } from "./move-report.ts";
import { refreshChampion } from "./refresh-champion.ts";
import { releaseStage } from "./release.stage.ts";
import { rollback } from "./rollback.ts";
import { whoRuns } from "./who-runs.ts";

const command = defineCommand("rollback", "moves production back to the version that was there before")
  .option("--reason <text>", "why, for the history")
  .option("--from <version>", "only if this one is in production; a number")
  .action(async ({ reason, from: named }: { reason?: string; from?: string }) => {
    const registry = openRegistry();
    const from = named === undefined ? undefined : (await findVersion(registry, named)).version;
    const moved = await rollback(registry, { reason, from }, { at: new Date().toISOString(), by: whoRuns() });
    for (const line of moveReport("production", moved)) log(line);
    for (const line of await refreshChampion(registry, releaseStage.inputs.champion)) log(line);
    log(`version ${moved.from} stays in the registry; it goes to production again only by number and with a reason`);
  });

await runCommand(command);
