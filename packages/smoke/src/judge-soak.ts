import { wilsonInterval } from "@churn/metrics";

/** What was seen so far. */
export type Seen = {
  readonly sent: number;
  readonly errors: number;
  /** NaN while there is none. */
  readonly p99Ms: number;
  /** Population stability index of the scores beside the reference's; NaN while there are none. */
  readonly shift: number;
};
/** `fewest`: with fewer requests nothing is said, as the index alone is noise of bins / requests. */
export type SoakLimits = { readonly p99Ms: number; readonly fewest: number };

/** One request in a thousand may fail. */
const ERROR_RATE = 0.001;
/** By custom an index above it counts as shifted. */
const SHIFT = 0.25;
/** Before the end the answer is no only when it is clear: this many times the limit. */
const CLEARLY = 2;

/** Why the answer is no, in words; none: nothing speaks against it. */
export function judgeSoak(seen: Seen, limits: SoakLimits, isEnd: boolean): string[] {
  const { sent, errors, p99Ms, shift } = seen;
  const times = isEnd ? 1 : CLEARLY;
  const rate = isEnd ? errors / sent : errors > CLEARLY ? wilsonInterval(errors, sent).lower : 0;
  const why: string[] = [];
  if (rate > ERROR_RATE) why.push(`${errors} of ${sent} requests failed, allowed ${100 * ERROR_RATE} %`);
  if (sent < limits.fewest)
    return isEnd ? [...why, `${sent} requests are too few to say yes, needed ${limits.fewest}`] : why;
  if (p99Ms > times * limits.p99Ms) {
    why.push(`99 % are answered within ${p99Ms.toFixed(1)} ms, allowed ${limits.p99Ms.toFixed(1)} ms`);
  }
  if (isEnd && Number.isNaN(shift)) why.push("no score could be held against the reference");
  if (shift > times * SHIFT) why.push(`the scores are shifted by ${shift.toFixed(3)} (PSI), allowed ${SHIFT}`);
  return why;
}
