import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The first of these programs on PATH, or undefined. */
export function which(names, env = process.env) {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ".bat", ""] : [""];
  for (const name of names) {
    for (const folder of (env.PATH ?? env.Path ?? "").split(delimiter).filter(Boolean)) {
      const found = suffixes.map((suffix) => join(folder, name + suffix)).find(isExecutable);
      if (found) return found;
    }
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
