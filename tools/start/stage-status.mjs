import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where each stage leaves how it ended: {stage, exitCode, seconds, message, finishedAt}. */
export const STATUS_FOLDER = join("artifacts", "status");

/** What ran since the folder was emptied, in the order in which it ended. */
export function stageStatuses(root) {
  return statusFiles(root)
    .map((name) => readJson(join(root, STATUS_FOLDER, name)))
    .filter((status) => status?.stage)
    .sort((one, other) => one.finishedAt.localeCompare(other.finishedAt));
}

export const failedStage = (root) => stageStatuses(root).findLast(({ exitCode }) => exitCode !== 0);

/** A JSON file, or undefined where there is none that can be read. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function statusFiles(root) {
  try {
    return readdirSync(join(root, STATUS_FOLDER)).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
