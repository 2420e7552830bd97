const HEARTBEAT_MS = 10_000;

/** Says what a long step does, that it goes on, then how it ended and how long it took. */
export async function step(name, doing, work) {
  const start = performance.now();
  const say = (text) => console.log(`${name}: ${text}`);
  const elapsed = () => seconds(performance.now() - start);
  const heartbeat = setInterval(() => say(`still at it, ${elapsed()}`), HEARTBEAT_MS);
  say(doing);
  try {
    say(`${await work(say)} (${elapsed()})`);
  } finally {
    clearInterval(heartbeat);
  }
}

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

/** The last lines of a program's output: where the reason of a failure stands. */
export const tail = (output, lines = 12) =>
  output
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => `  | ${line}`)
    .join("\n");
