import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GateParams, PipelineError } from "@churn/contracts";
import { CheckFailed, defineCommand, log, readParams, runCommand } from "@churn/runtime";
import { parse } from "yaml";
import { z } from "zod";
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
  const fix = "name a revision that has a params.yaml: npm run gates -- --beside REVISION";
  try {
    const { stdout } = await promisify(execFile)("git", ["show", `${revision}:./params.yaml`]); // of this folder
    return Gates.parse(parse(stdout)).gate;
  } catch (cause) {
    const what = `the gates of ${revision} can't be read`;
    throw new PipelineError("ARTIFACT_MISSING", { what, where: `${revision}:params.yaml`, fix, cause });
  }
}

await runCommand(command);
