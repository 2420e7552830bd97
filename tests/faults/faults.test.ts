import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allFaults, allHarmless } from "./all.ts";
import { type Base, makeBase } from "./base.ts";
import { judgeFault, judgeHarmless, runFault } from "./run-fault.ts";
import { summary } from "./table.ts";

const MINUTES = 60_000;
const [faults, harmless] = [await allFaults(), await allHarmless()];

let base: Base;
beforeAll(async () => {
  base = await makeBase({ forRegister: false, withOther: false });
}, 5 * MINUTES);
afterAll(() => base?.remove());

describe.concurrent("the quick part of the fault suite", { timeout: 2 * MINUTES }, () => {
  it.for(faults.filter(({ quick }) => quick))("$stoppedAt stops it: $did", async (fault, { expect }) => {
    const outcome = await runFault(base, fault);
    expect({ verdict: judgeFault(fault, outcome), ...outcome.stopped }).toMatchObject({ verdict: "stopped" });
  });

  it.for(harmless.filter(({ quick }) => quick))("nothing stops it: $did", async (change, { expect }) => {
    const outcome = await runFault(base, change);
    expect({ verdict: judgeHarmless(outcome), ...outcome.stopped }).toEqual({ verdict: "passed" });
  });
});

describe("the fault suite", () => {
  it("holds what was promised of it: 40 faults of every family, 15 harmless changes", () => {
    const families = new Set(faults.map(({ name }) => name.split("/")[0]));
    expect(families.size).toBe(12);
    expect(faults.length).toBeGreaterThanOrEqual(40);
    expect(harmless.length).toBeGreaterThanOrEqual(15);
  });

  it.each([
    { when: "one gets through", verdicts: ["stopped", "got through"], isGood: false },
    { when: "a harmless change is stopped", verdicts: ["stopped", "false alarm"], isGood: false },
    { when: "one of ten is late", verdicts: [...Array(9).fill("stopped"), "late"], isGood: false },
    { when: "one of forty is late", verdicts: [...Array(39).fill("stopped"), "late", "passed"], isGood: true },
  ])("is good: $isGood, when $when", ({ verdicts, isGood }) => expect(summary(verdicts).isGood).toBe(isGood));
});
