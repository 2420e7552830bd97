import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { EXIT, Stop } from "./stop.mjs";

const running = new Set();
let interrupted = false;

/** Passes Ctrl-C on to what is running, once; `run` then ends with exit code 130. Returns how many programs that were. */
export function interrupt(signal) {
  interrupted = true;
  for (const child of running) signalGroup(child, signal);
  return running.size;
}

/**
 * Runs a program to its end, in a process group of its own so that one signal reaches all it started.
 *
 * @param options.quiet - collect the output instead of showing it
 * @param options.onLine - called with each line while it runs (implies quiet)
 * @returns {Promise<{code: number, output: string}>} code 127 when it cannot be started, 124 when the time was up
 */
export function run(command, args, { cwd, env = process.env, quiet = false, onLine, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet || onLine ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
    const child = spawn(command, args, { cwd, env, stdio, detached: process.platform !== "win32", windowsHide: true });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => chunks.push(text));
      if (stream && onLine) createInterface({ input: stream }).on("line", onLine);
    }
    let timedOut = false;
    const timer = timeoutMs && setTimeout(giveUp, timeoutMs);
    const end = (exitCode) => {
      clearTimeout(timer);
      running.delete(child);
      if (interrupted) reject(new Stop(EXIT.INTERRUPTED, "Interrupted."));
      else resolve({ code: timedOut ? 124 : exitCode, output: chunks.join("") });
    };
    running.add(child);
    child.on("error", () => end(127));
    child.on("close", (exitCode) => end(exitCode ?? 1));
    function giveUp() {
      timedOut = true;
      signalGroup(child, "SIGKILL");
    }
  });
}

function signalGroup(child, signal) {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended in the meantime
  }
}
