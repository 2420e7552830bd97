import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError } from "@churn/contracts";
import { lock } from "proper-lockfile";

/** A lock that was not renewed for so long belongs to a process that is no more. */
const STALE_MS = 4_000;
const WAIT_MS = 30_000;
const POLL_MS = { least: 20, most: 200 };

/**
 * Does the work while no other process does any in this folder, which is made when it is not there.
 *
 * @param work - receives a check that throws when the lock was lost in the meantime, to be called before what counts
 * @throws PipelineError UNREACHABLE when the folder can't be written, or its lock is not free within 30 seconds
 */
export async function underLock<T>(folder: string, work: (stillHeld: () => void) => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true }).catch((cause) => refuse(folder, cause));
  let lost: Error | undefined;
  const release = await lock(folder, {
    lockfilePath: join(folder, ".lock"),
    stale: STALE_MS,
    update: STALE_MS / 4,
    retries: {
      retries: WAIT_MS / POLL_MS.most,
      factor: 1.5,
      minTimeout: POLL_MS.least,
      maxTimeout: POLL_MS.most,
      randomize: true,
    },
    onCompromised: (error) => {
      lost = error;
    },
  }).catch((cause) => refuse(folder, cause));
  try {
    return await work(() => {
      if (lost) refuse(folder, lost);
    });
  } finally {
    if (!lost) await release();
  }
}

/** A full disk is left to the program, which has its own words for it. */
function refuse(folder: string, cause: NodeJS.ErrnoException): never {
  if (cause.code === "ENOSPC") throw cause;
  const isHeld = cause.code === "ELOCKED" || cause.code === "ECOMPROMISED";
  throw new PipelineError("UNREACHABLE", {
    what: isHeld ? `another process is at work in ${folder}` : `${folder} can't be written: ${cause.message}`,
    where: folder,
    fix: isHeld ? "wait for it, then run this again" : "make it a folder that you may write to",
    cause,
  });
}
