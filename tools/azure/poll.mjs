import { setTimeout as sleep } from "node:timers/promises";
import { EXIT } from "../process/stop.mjs";
import { mustAz } from "./az.mjs";

const PAUSE = { firstMs: 500, mostMs: 30_000 };
/** In a row: GitHub, Entra or Azure may not answer now and then. */
const MAY_FAIL = 5;

/**
 * Asks az again and again, with a new login where the last one is old, until a state is one that stays: that state, or
 * undefined when the time is up.
 *
 * @param show - az's arguments
 * @param key - of the state in what az says
 */
export async function poll(show, { key, ends, patienceMs = Number.POSITIVE_INFINITY, onChange = () => {} }) {
  const until = Date.now() + patienceMs;
  let state;
  let failed = 0;
  for (let pauseMs = PAUSE.firstMs; Date.now() < until; pauseMs = Math.min(2 * pauseMs, PAUSE.mostMs)) {
    try {
      const { [key]: now } = await mustAz(show);
      if (now !== state) onChange(now);
      state = now;
      failed = 0;
    } catch (error) {
      failed += 1;
      if (error.exitCode !== EXIT.MISSING || failed === MAY_FAIL) throw error;
    }
    if (ends.includes(state)) return state;
    await sleep(pauseMs);
  }
  return undefined;
}
