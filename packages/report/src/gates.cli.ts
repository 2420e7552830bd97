import { GateParams, PipelineError } from "@churn/contracts";
import { CheckFailed, defineCommand, log, readParams, runCommand } from "@churn/runtime";
import { z } from "zod";
import { dataAt } from "./at-revision.ts";
import { compareGates, gateReport, isEasier } from "./compare-gates.ts";

const Gates = z.object({ gate: z.record(z.string(), GateParams) });

const command = defineCommand("gates", "shows what became of the gates; exit 1 when one is easier to pass")
  .option("--beside <revision>", "the git revision to compare with", "main")
  .action(async ({ beside }: { beside: string }) => {
    const changes = compareGates(await gatesOf(beside), (await readParams()).gate);
    const report = gateReport(changes, beside);
    if (changes.some(isEasier)) throw new CheckFailed(`${report}\nAn owner must agree to what is red.`);
    log(report);
  });

async function gatesOf(revision: string) {
  const found = Gates.safeParse(await dataAt(revision, "params.yaml"));
  if (found.success) return found.data.gate;
  throw new PipelineError("ARTIFACT_MISSING", {
    what: `the gates of ${revision} can't be read`,
    where: `${revision}:params.yaml`,
    fix: "name a revision that has a params.yaml: npm run gates -- --beside REVISION",
    cause: found.error,
  });
}

await runCommand(command);
