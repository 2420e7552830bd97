import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { megabytes } from "../process/step.mjs";

const EVERY_MS = 3_000;

/** While a download runs, says every few seconds how much of it has arrived in a folder. */
export async function showGrowth(folder, say, work, totalBytes = Infinity) {
  const total = totalBytes < Infinity ? ` of ${megabytes(totalBytes)}` : "";
  const timer = setInterval(() => say(megabytes(Math.min(sizeOf(folder), totalBytes)) + total), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

export function sizeOf(folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    return entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
  } catch {
    return 0; // a file that was there a moment ago has its final name now
  }
}
