import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { PipelineError } from "@churn/contracts";

/** @throws PipelineError ARTIFACT_MISSING when there is nothing at `path` */
export async function readText(path: string, fix: string): Promise<string> {
  return (await readBytes(path, fix)).toString("utf8");
}

/** @throws PipelineError ARTIFACT_MISSING when there is nothing at `path` */
export async function readBytes(path: string, fix: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw missing(path, fix, cause);
  }
}

/** @throws PipelineError ARTIFACT_MISSING when there is nothing at `path` */
export function requirePath(path: string, fix: string): void {
  if (!existsSync(path)) throw missing(path, fix);
}

/**
 * @throws PipelineError ARTIFACT_MISSING when there is nothing at `path`, or a folder, or a file that may not be read
 */
export function requireFile(path: string, fix: string): void {
  try {
    accessSync(path, constants.R_OK);
    if (isFolder(path)) throw Object.assign(new Error(), { code: "EISDIR" });
  } catch (cause) {
    throw missing(path, fix, cause);
  }
}

const REASONS: Record<string, { why: string; fix?: string }> = {
  ENOENT: { why: "it is not there" },
  ENOTDIR: { why: "a file stands where one of its folders should be" },
  EISDIR: { why: "it is a folder, not a file", fix: "move the folder away, then " },
  EACCES: { why: "you are not allowed to", fix: "make it readable for you (`ls -l` says whose it is), or " },
};

function missing(path: string, fix: string, cause?: unknown): PipelineError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "ENOENT";
  const reason = REASONS[code] ?? { why: code };
  return new PipelineError("ARTIFACT_MISSING", {
    what: `cannot read ${path}: ${reason.why}`,
    where: path,
    fix: `${reason.fix ?? ""}${fix}`,
    cause,
  });
}

/** Writes beside the target, then renames: a reader sees the old file or the whole new one. */
export function writeBytes(path: string, bytes: string | Uint8Array): void {
  const temporary = temporaryBeside(path);
  writeFileSync(temporary, bytes);
  moveInto(temporary, path);
}

export const writeJson = (path: string, value: unknown): void =>
  writeBytes(path, `${JSON.stringify(value, null, 2)}\n`);

/** Removed when the program ends, however it does. */
export const temporaries = new Set<string>();

/** A name beside `path` that is removed again when the process ends before `moveInto`, or by the next one if killed. */
export function temporaryBeside(path: string): string {
  mkdirSync(dirname(resolve(path)), { recursive: true }); // relative, it would never end in a folder that was deleted
  removeLeftovers(path);
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  temporaries.add(temporary);
  return temporary;
}

/** Puts a finished file or folder in the place of whatever was there, which stays when that is not possible. */
export function moveInto(temporary: string, path: string): void {
  if (isFolder(path) || isFolder(temporary)) replaceFolder(temporary, path);
  else renameSync(temporary, path); // in one step: at no moment is there no file
  temporaries.delete(temporary);
}

function replaceFolder(temporary: string, path: string): void {
  if (isFolder(path) && readdirSync(path).length === 0) {
    cpSync(temporary, path, { recursive: true }); // an empty one may be a mount, which no rename replaces
    rmSync(temporary, { recursive: true });
    return;
  }
  const old = `${path}.${process.pid}.old`;
  const replaces = existsSync(path);
  if (replaces) renameSync(path, old);
  try {
    renameSync(temporary, path);
  } catch (error) {
    if (replaces) renameSync(old, path);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** What processes left beside `path` that were killed; what they had moved aside comes back if nothing took its place. */
function removeLeftovers(path: string): void {
  const folder = dirname(resolve(path));
  const name = basename(path);
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(`${name}.`)) continue;
    const [, pid, kind] = /^\.(\d+)\.(tmp|old)(?:\.|$)/.exec(entry.slice(name.length)) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const leftover = join(folder, entry);
    if (kind === "old" && !existsSync(path)) renameSync(leftover, path);
    else rmSync(leftover, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export function removeTemporaries(): void {
  for (const temporary of temporaries) rmSync(temporary, { recursive: true, force: true });
  temporaries.clear();
}

/** Node's own 64 KiB take a third more time. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Hex digest of a file's bytes, read as a stream.
 *
 * @param onBytes - sees the bytes as they come
 * @throws PipelineError ARTIFACT_MISSING when there is no file at `path`
 */
export async function hashFile(
  path: string,
  algorithm: "md5" | "sha256",
  onBytes: (bytes: Buffer) => void = () => {},
): Promise<string> {
  requireFile(path, "run `npx dvc repro`, which brings every artifact up to date");
  const hash = createHash(algorithm);
  await pipeline(
    createReadStream(path, { highWaterMark: CHUNK_BYTES }).on("data", onBytes as (bytes: Buffer | string) => void),
    hash,
  );
  return hash.digest("hex");
}
