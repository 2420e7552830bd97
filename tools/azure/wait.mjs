// JOB: waits until it has ended; anything but Completed is red
import { setTimeout as sleep } from "node:timers/promises";
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { az } from "./az.mjs";
import { read } from "./run-az.mjs";
import { inWorkspace } from "./settings.mjs";

const ENDED = ["Completed", "Failed", "Canceled", "NotResponding", "Paused"];
const PAUSE = { firstMs: 500, mostMs: 30_000 };
/** az in a row. */
const MAY_FAIL = 5;

await main(async () => {
  const [name] = process.argv.slice(2);
  const status = await ended(name);
  if (status === "Completed") return;
  const mend = `az ml job stream --name ${name} ${inWorkspace().join(" ")}`;
  throw new Stop(EXIT.CHECK_SAID_NO, `Azure ML: job ${name} ended as ${status}.`, `${mend} says why`);
});

async function ended(name) {
  const show = ["ml", "job", "show", "--name", name, ...inWorkspace()];
  let status = "submitted";
  let failed = 0;
  for (let pauseMs = PAUSE.firstMs; ; pauseMs = Math.min(2 * pauseMs, PAUSE.mostMs)) {
    const answer = await az(show);
    failed = answer.code === 0 ? 0 : failed + 1;
    const now = failed > 0 && failed < MAY_FAIL ? status : read(show, answer).status;
    if (now !== status) console.log(`${name}: ${now}`);
    status = now;
    if (ENDED.includes(status)) return status;
    await sleep(pauseMs);
  }
}
