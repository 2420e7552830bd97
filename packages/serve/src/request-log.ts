import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LOGGED_SCORES, type LoggedScore, type ScoringModel } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";

const SIZES = {
  /** A customer takes some 400 bytes: 160,000 in a file, 2.5 million in all. */
  fileBytes: 64 * 2 ** 20,
  /** Of all files in the folder, those of other services too. */
  bytes: 2 ** 30,
  /** What waits for the disk; beyond it lines are dropped. */
  waitingBytes: 8 * 2 ** 20,
  /** After a failure the disk is left alone for so long. */
  restMs: 1_000,
};

/**
 * Writes what was scored, one LoggedScore a line, beside the requests: they never wait for it and never fail by it.
 * What the disk does not take is dropped and counted.
 */
export class RequestLog {
  /** Lines. */
  dropped = 0;
  readonly #folder: string;
  readonly #onTrouble: (error: Error) => void;
  readonly #sizes: typeof SIZES;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #flushing: Promise<void> | undefined;
  #file: { handle: FileHandle; bytes: number } | undefined;
  #inTrouble = false;

  /** @param onTrouble - called at the first failure, and again at the first one after lines could be written */
  constructor(folder: string, onTrouble: (error: Error) => void, sizes: Partial<typeof SIZES> = {}) {
    this.#folder = folder;
    this.#onTrouble = onTrouble;
    this.#sizes = { ...SIZES, ...sizes };
  }

  add({ version, modelDigest }: ScoringModel, rows: readonly CustomerRow[], probabilities: Float32Array): void {
    const at = new Date().toISOString();
    for (const [i, row] of rows.entries()) {
      if (this.#waitingBytes > this.#sizes.waitingBytes) {
        this.dropped += rows.length - i;
        break;
      }
      const scored = {
        at,
        version,
        modelDigest,
        row: row as LoggedScore["row"],
        probability: probabilities[i] as number,
      };
      const line = `${JSON.stringify(scored satisfies LoggedScore)}\n`;
      this.#waiting.push(line);
      this.#waitingBytes += line.length;
    }
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
  }

  /** Writes what still waits. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#file?.handle.close().catch(() => {});
    this.#file = undefined;
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      try {
        await this.#write(Buffer.from(lines.join("")));
        this.#inTrouble = false;
      } catch (error) {
        this.dropped += lines.length;
        if (!this.#inTrouble) this.#onTrouble(error as Error);
        this.#inTrouble = true;
        await delay(this.#sizes.restMs);
      }
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#file && (await this.#file.handle.stat()).nlink === 0) await this.#leave(this.#file.handle);
    const file = this.#file ?? (await this.#open());
    this.#file = file;
    try {
      await file.handle.writeFile(bytes);
      file.bytes += bytes.length;
    } catch (error) {
      await file.handle.truncate(file.bytes).catch(() => {}); // no half line for whoever reads it
      await this.#leave(file.handle);
      throw error;
    }
    if (file.bytes >= this.#sizes.fileBytes) await this.#leave(file.handle);
  }

  async #leave(handle: FileHandle): Promise<void> {
    this.#file = undefined;
    await handle.close().catch(() => {});
  }

  /** Oldest first: least recently written to, so that a file that another service has open goes last. */
  async #files(): Promise<{ path: string; size: number; mtimeMs: number }[]> {
    const names = (await readdir(this.#folder)).filter((name) => LOGGED_SCORES.test(name));
    const found = names.map(async (name) => {
      const path = join(this.#folder, name);
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 })); // another service removed it
      return { path, size, mtimeMs };
    });
    return (await Promise.all(found)).sort((a, b) => a.mtimeMs - b.mtimeMs);
  }

  /** Personal data: for the owner's eyes only. */
  async #open(): Promise<{ handle: FileHandle; bytes: number }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const files = await this.#files();
    let bytes = files.reduce((sum, { size }) => sum + size, this.#sizes.fileBytes);
    for (const { path, size } of files) {
      if (bytes <= this.#sizes.bytes) break;
      await rm(path, { force: true });
      bytes -= size;
    }
    const name = `scores-${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}.ndjson`;
    return { handle: await open(join(this.#folder, name), "ax", 0o600), bytes: 0 };
  }
}
