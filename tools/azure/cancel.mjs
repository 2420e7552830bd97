// JOB: ends it in Azure where it still runs, as nobody waits for it any more
import { main } from "../process/main.mjs";
import { mustAz } from "./az.mjs";
import { ENDS } from "./job-status.mjs";
import { inWorkspace } from "./settings.mjs";

await main(async () => {
  const [name] = process.argv.slice(2);
  const job = ["--name", name, ...inWorkspace()];
  const { status } = await mustAz(["ml", "job", "show", ...job]);
  if (ENDS.includes(status)) return console.log(`${name} has ended as ${status}`);
  await mustAz(["ml", "job", "cancel", ...job]);
  return console.log(`${name} is cancelled`);
});
