// JOB: waits until it has ended; anything but Completed is red
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { ENDS } from "./job-status.mjs";
import { poll } from "./poll.mjs";
import { inWorkspace } from "./settings.mjs";

await main(async () => {
  const [name] = process.argv.slice(2);
  const job = ["--name", name, ...inWorkspace()];
  const onChange = (status) => console.log(`${name}: ${status}`);
  const status = await poll(["ml", "job", "show", ...job], { key: "status", ends: ENDS, onChange });
  if (status === "Completed") return;
  const mend = `az ml job stream ${job.join(" ")} says why`;
  throw new Stop(EXIT.CHECK_SAID_NO, `Azure ML: job ${name} ended as ${status}.`, mend);
});
