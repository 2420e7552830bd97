import { createReadStream, createWriteStream, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Bytes only, from front to back: a mounted output need not know modes, times or renames. */
export async function copyTo(from, to) {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) await copyTo(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  await pipeline(createReadStream(from), createWriteStream(to));
}
