import { createHash } from "node:crypto";
import {
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
import { dirname, resolve } from "node:path";
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

function missing(path: string, fix: string, cause?: unknown): PipelineError {
  return new PipelineError("ARTIFACT_MISSING", { what: `cannot read ${path}`, where: path, fix, cause });
}

/** Writes beside the target, then renames: a reader sees the old file or the whole new one. */
export function writeBytes(path: string, bytes: string | Uint8Array): void {
  const temporary = temporaryBeside(path);
  writeFileSync(temporary, bytes);
  moveInto(temporary, path);
}

export const writeJson = (path: string, value: unknown): void =>
  writeBytes(path, `${JSON.stringify(value, null, 2)}\n`);

const temporaries = new Set<string>();

/** A name beside `path` that is removed again when the process ends before `moveInto`. */
export function temporaryBeside(path: string): string {
  mkdirSync(dirname(resolve(path)), { recursive: true }); // relative, it would never end in a folder that was deleted
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

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export function removeTemporaries(): void {
  for (const temporary of temporaries) rmSync(temporary, { recursive: true, force: true });
  temporaries.clear();
}

/**
 * Hex digest of a file's bytes, read as a stream.
 *
 * @throws PipelineError ARTIFACT_MISSING when there is nothing at `path`
 */
export async function hashFile(path: string, algorithm: "md5" | "sha256"): Promise<string> {
  requirePath(path, "run `npx dvc repro`, which brings every artifact up to date");
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
