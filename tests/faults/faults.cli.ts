// `npm run faults [PART OF A NAME]`: does anything bad get through, is anything good held up?
import { PipelineError } from "@churn/contracts";
import { CheckFailed, defineCommand, log, runCommand } from "@churn/runtime";
import { allFaults, allHarmless, type Named } from "./all.ts";
import { makeBase } from "./base.ts";
import type { Fault, Harmless } from "./fault.ts";
import { judgeFault, judgeHarmless, runFault, type Verdict } from "./run-fault.ts";
import { HEAD, line, summary } from "./table.ts";

/** Faults that run at the same time. */
const WORKERS = 2;

const command = defineCommand("faults", "injects every fault of tests/faults and says where it was stopped")
  .argument("[name]", "only those whose name contains this", "")
  .action(async (part: string) => {
    const every: Named<Fault | Harmless>[] = [...(await allFaults()), ...(await allHarmless())];
    const all = every.filter(({ name }) => name.includes(part));
    if (all.length === 0) {
      throw new PipelineError("USAGE_INVALID", {
        what: `no fault and no harmless change has ${part} in its name`,
        where: "tests/faults",
        fix: "npm run faults, without a name, runs all",
      });
    }
    const began = performance.now();
    log(`${all.length} changes to a project; first a good run, for all of them`);
    const base = await makeBase();
    const verdicts: Verdict[] = [];
    const work = async () => {
      for (let one = all.shift(); one; one = all.shift()) {
        const outcome = await runFault(base, one);
        const verdict = "stoppedAt" in one ? judgeFault(one, outcome) : judgeHarmless(outcome);
        verdicts.push(verdict);
        log(line(one.name, verdict, outcome));
        if (verdict !== "stopped" && outcome.stopped) log(outcome.stopped.message);
      }
    };
    try {
      log(HEAD);
      await Promise.all(Array.from({ length: WORKERS }, work));
    } finally {
      base.remove();
    }
    const { text, isGood } = summary(verdicts);
    log(`\n${text}\n${((performance.now() - began) / 1000).toFixed(0)} s`);
    if (!isGood) throw new CheckFailed("The checks do not hold what they promise.");
  });

await runCommand(command);
