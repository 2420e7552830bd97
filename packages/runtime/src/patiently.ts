import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";

/** An error that says whether the same request may be answered a little later, and from when on. */
export type Repeatable = { readonly transient: boolean; readonly retryAfterMs?: number | undefined };

/**
 * Repeats for a while what fails with a transient error, at growing intervals and not before the time that it names.
 *
 * @param patienceMs - from the first try to the last; 0: it is not repeated
 */
export function patiently<T>(attempt: () => Promise<T>, patienceMs: number): Promise<T> {
  const until = performance.now() + patienceMs;
  return pRetry(attempt, {
    retries: patienceMs > 0 ? Number.POSITIVE_INFINITY : 0,
    minTimeout: 200,
    maxTimeout: 4_000,
    randomize: true,
    shouldRetry: async ({ error }) => {
      const { transient, retryAfterMs = 0 } = error as Error & Partial<Repeatable>;
      if (transient !== true || performance.now() + retryAfterMs >= until) return false;
      await sleep(retryAfterMs);
      return true;
    },
  });
}

/** The header Retry-After in milliseconds from now: it holds seconds or a date. */
export function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
