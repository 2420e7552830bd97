// JOB: brings what it measured and decided to where `npm run report` looks; what it did not come to stays out, and only a
// job that is not Completed may not have come to it
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { az, mustAz } from "./az.mjs";
import { inWorkspace } from "./settings.mjs";

/** By output of the pipeline, a file that it always has, and where the report looks for it; what is there already. */
const OUTPUTS = {
  evaluation: { file: "eval_metrics.json", to: "metrics", before: "metrics" },
  decision: { file: "decision.json", to: "artifacts", before: "artifacts/decision.json" },
};

await main(async () => {
  const [job] = process.argv.slice(2);
  const { status } = await mustAz(["ml", "job", "show", "--name", job, ...inWorkspace()]);
  // the committed metrics and slices are those of another run
  for (const { before } of Object.values(OUTPUTS)) rmSync(before, { recursive: true, force: true });
  for (const [output, { file, to }] of Object.entries(OUTPUTS)) {
    const folder = mkdtempSync(join(tmpdir(), "churn-azure-"));
    const download = ["ml", "job", "download", "--name", job, "--output-name", output, "--download-path", folder];
    const { code, error } = await az([...download, ...inWorkspace()]);
    const found = readdirSync(folder, { recursive: true }).find((path) => path.endsWith(file));
    if (found) cpSync(dirname(join(folder, found)), to, { recursive: true });
    rmSync(folder, { recursive: true });
    const none = `${output}: the job has none${code === 0 ? "" : ` (${error.trim()})`}`;
    if (!found && status === "Completed") throw new Stop(EXIT.MISSING, none, "run the job again");
    console.log(found ? `${output}: in ${to}` : none);
  }
});
