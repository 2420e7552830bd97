import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../project.mjs";
import { hasBinding, LASTING_LINKS, linkBinding, tfjsFolder } from "./binding-files.mjs";
import { isAlive } from "./lock.mjs";

export const bindingCache = (root, env = process.env) =>
  join(lastingCache(root, env), `tfjs-node-${tfjsVersion(root)}-${process.platform}-${process.arch}`);

/** What stays when node_modules goes: a folder per user, or one in node_modules where that can't be written. */
export const lastingCache = (root, env) => (isWritable(userCache(env)) ? userCache(env) : cacheFolder(root));

function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export function userCache(env, platform = process.platform, home = homedir()) {
  if (platform === "win32") return join(env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "churn-starter");
  if (platform === "darwin") return join(home, "Library", "Caches", "churn-starter");
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), "churn-starter");
}

/** Undefined when it is in node_modules now, null when the cache has none. */
export function fromCache({ root, cache }) {
  return hasBinding(cache) ? linkBinding(cache, tfjsFolder(root)) : null;
}

export const forgetBinding = ({ cache }) => rmSync(cache, { recursive: true, force: true });

export const keepBinding = ({ root, cache }) =>
  fillCache(cache, (unfinished) => linkBinding(tfjsFolder(root), unfinished, LASTING_LINKS));

/** The work is done under another name, so that a half-finished binding is never taken for a good one. */
export async function fillCache(cache, work) {
  removeAbandoned(join(cache, ".."));
  const unfinished = mkdtempSync(join(cache, "..", `unfinished-${process.pid}-`));
  try {
    const failure = await work(unfinished);
    if (failure) return failure;
    rmSync(cache, { recursive: true, force: true });
    renameSync(unfinished, cache);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function removeAbandoned(folder) {
  for (const name of readdirSync(folder)) {
    const pid = name.match(/^unfinished-(\d+)-/)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

const tfjsVersion = (root) => JSON.parse(readFileSync(join(tfjsFolder(root), "package.json"), "utf8")).version;
