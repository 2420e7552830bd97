import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, Stop } from "../process/stop.mjs";

/** Refuses to run twice at once; given back when this process ends. */
export function takeLock(root, name) {
  const { holder, path } = tryLock(root, name);
  if (!holder) return;
  throw new Stop(
    EXIT.WRONG_USE,
    `\`npm ${name}\` is already running here (process ${holder}).`,
    `wait for it, or end it; if process ${holder} is something else, delete ${path}`,
  );
}

/** Does the work while no other process does the same here. */
export async function inTurn(root, name, work) {
  for (let told = false; ; told = true) {
    const { holder, path, release } = tryLock(root, name);
    if (!holder) return work().finally(release);
    if (!told) console.log(`${name}: waiting for process ${holder}, which is at it (${path})`);
    await sleep(500);
  }
}

function tryLock(root, name) {
  const folder = join(root, ".dvc", "tmp");
  const path = join(folder, `npm-${name}.lock`);
  const mine = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(mine, `${process.pid}\n`);
  const taken = tryLink(mine, path) || (clearStale(path, mine) && tryLink(mine, path));
  rmSync(mine, { force: true });
  if (!taken) return { path, holder: holderOf(path) ?? "unknown" };
  const release = () => holderOf(path) === process.pid && rmSync(path, { force: true });
  process.on("exit", release);
  return { path, release };
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

// renamed before it is deleted, so that of two processes only one takes a dead one's lock away
function clearStale(path, mine) {
  if (isAlive(holderOf(path))) return false;
  const aside = `${mine}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  const wasStale = !isAlive(holderOf(aside));
  if (!wasStale) tryLink(aside, path);
  rmSync(aside, { force: true });
  return wasStale;
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

export function isAlive(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
