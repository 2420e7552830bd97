import { setTimeout as sleep } from "node:timers/promises";

/** Whether the service there is ready within this time. */
export async function becomesReady(url, patienceMs) {
  const end = Date.now() + patienceMs;
  while (!(await isReady(url))) {
    if (Date.now() > end) return false;
    await sleep(500);
  }
  return true;
}

const isReady = (url) =>
  fetch(`${url}/ready`, { signal: AbortSignal.timeout(3_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
