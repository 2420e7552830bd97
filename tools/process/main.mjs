import { interrupt } from "./run.mjs";
import { EXIT, Stop } from "./stop.mjs";

/**
 * Runs a command: its result is the exit code, a Stop is a message, anything else a bug with its stack.
 *
 * @param onSignal - how many it has told to end; 0: this program ends at once
 */
export async function main(command, onSignal = interrupt) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    let times = 0;
    process.on(signal, () => {
      times += 1;
      if (times > 1 || onSignal(signal) === 0) process.exit(EXIT.INTERRUPTED);
    });
  }
  try {
    process.exitCode = (await command()) ?? 0;
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = error instanceof Stop ? error.exitCode : EXIT.BUG;
  }
}
