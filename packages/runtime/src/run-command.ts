import { EXIT_BUG, EXIT_CHECK_FAILED, EXIT_INTERRUPTED, PipelineError } from "@churn/contracts";
import { Command, CommanderError } from "commander";
import { removeTemporaries } from "./files.ts";

/** How a program ended, and in a failure's case its message. */
export type Outcome = { exitCode: number; message: string };

/** A check said no. Nothing is broken: the message is the result. */
export class CheckFailed extends Error {}

/** A program's command: flags it does not know, and words it does not expect, are wrong use (exit code 2). */
export function defineCommand(name: string, summary: string): Command {
  return new Command(name).description(summary).exitOverride().showHelpAfterError().allowExcessArguments(false);
}

/** Runs a program and sets the process's exit code as the table in contracts/errors.ts says. */
export async function runCommand(command: Command, atEnd: (outcome: Outcome) => void = () => {}): Promise<void> {
  let ran = false;
  command.hook("preAction", () => {
    ran = true;
  });
  const finish = (outcome: Outcome) => {
    process.exitCode = outcome.exitCode;
    removeTemporaries();
    try {
      if (ran) atEnd(outcome);
    } catch (error) {
      process.stderr.write(`how it ended could not be noted: ${(error as Error).message}\n`);
    }
  };
  const stop = (outcome: Outcome) => {
    finish(outcome);
    process.exit(outcome.exitCode);
  };
  const bug = (error: unknown) => stop(report(error));
  const interrupted = () => stop({ exitCode: EXIT_INTERRUPTED, message: "interrupted" });
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  process.once("uncaughtException", bug).once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await command.parseAsync();
    finish({ exitCode: 0, message: "" });
  } catch (error) {
    finish(report(error));
  } finally {
    process.off("uncaughtException", bug).off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

/** For a program that ends when it is told to: from now on the first SIGTERM or SIGINT resolves this and ends nothing. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.removeAllListeners(signal).once(signal, resolve);
  });
}

/** Whoever reads the output may leave before the end, as `| head` does; the work goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function report(error: unknown): Outcome {
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? 0 : 2, message: error.message };
  }
  if (error instanceof CheckFailed) {
    process.stderr.write(`${error.message}\n`);
    return { exitCode: EXIT_CHECK_FAILED, message: error.message };
  }
  const expected = error instanceof PipelineError ? error : (diskFull(error) ?? unusable(error));
  if (expected) {
    process.stderr.write(`${expected.message}\n  where: ${expected.where}\n  mend:  ${expected.fix}\n`);
    return { exitCode: expected.exitCode, message: expected.message };
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`This is a bug in the code; its stack says where:\n${stack}\n`);
  return { exitCode: EXIT_BUG, message: String(error) };
}

/** @param outputs - where it wrote, when the error does not say it */
export function diskFull(error: unknown, outputs = process.cwd()): PipelineError | undefined {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code !== "ENOSPC" && code !== "EDQUOT" && !/no space left on device/i.test(message ?? "")) return undefined;
  return new PipelineError("DISK_FULL", {
    what: "the disk is full; nothing was half-written",
    where: path ?? outputs,
    fix: "free some space and run it again",
    cause: error,
  });
}

const PLACES: Record<string, string> = {
  EACCES: "you may not read or write here",
  EPERM: "you may not read or write here",
  EROFS: "it is on a disk that can only be read",
  ENOTDIR: "a file stands where a folder is needed",
  EEXIST: "a file stands where a folder is needed",
  EISDIR: "a folder stands where a file is needed",
  EBUSY: "something else uses it",
  ENAMETOOLONG: "its name is too long",
  EIO: "the disk has a fault",
};

/** A place that can't be read or written is no bug of the program. */
function unusable(error: unknown): PipelineError | undefined {
  const { code = "", path, syscall } = error as NodeJS.ErrnoException;
  const why = PLACES[code];
  if (!why || !path || !syscall) return undefined;
  return new PipelineError("UNREACHABLE", {
    what: `${path} can't be used: ${why} (${code})`,
    where: path,
    fix: "mend that (`ls -l` shows what is there and whose it is), or name another place with --in or --out",
    cause: error,
  });
}
