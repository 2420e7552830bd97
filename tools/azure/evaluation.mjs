// JOB: brings what it measured and decided to where `npm run report` looks; what it did not come to stays out
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../process/main.mjs";
import { az } from "./az.mjs";
import { inWorkspace } from "./settings.mjs";

/** By output of the pipeline, a file that it always has, and where the report looks for it; what is there already. */
const OUTPUTS = {
  evaluation: { file: "eval_metrics.json", to: "metrics", before: "metrics" },
  decision: { file: "decision.json", to: "artifacts", before: "artifacts/decision.json" },
};

await main(async () => {
  const [job] = process.argv.slice(2);
  // the committed metrics and slices are those of another run
  for (const { before } of Object.values(OUTPUTS)) rmSync(before, { recursive: true, force: true });
  for (const [output, { file, to }] of Object.entries(OUTPUTS)) {
    const folder = mkdtempSync(join(tmpdir(), "churn-azure-"));
    const download = ["ml", "job", "download", "--name", job, "--output-name", output, "--download-path", folder];
    const { code, error } = await az([...download, ...inWorkspace()]);
    const found = readdirSync(folder, { recursive: true }).find((path) => path.endsWith(file));
    if (found) cpSync(dirname(join(folder, found)), to, { recursive: true });
    console.log(found ? `${output}: in ${to}` : `${output}: the job has none${code === 0 ? "" : ` (${error.trim()})`}`);
    rmSync(folder, { recursive: true });
  }
});
