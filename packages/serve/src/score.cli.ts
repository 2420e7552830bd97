import { openBundle, readBundle } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { withModel } from "@churn/registry";
import { defineCommand, log, readEnvironment, runCommand } from "@churn/runtime";
import { rejectsPath, scoreTable } from "./score-table.ts";

type Options = { in: string; out: string; alias?: string; bundle?: string };

const command = defineCommand("score", "scores a table of customers of any size")
  .requiredOption("--in <file>", "customers, CSV or Parquet")
  .requiredOption("--out <file>", "where the scores go: .parquet or .csv")
  .option("--alias <alias>", "score with this version: candidate, staging, production (default) or a number")
  .option("--bundle <folder>", "score with the bundle in this folder")
  .action(async ({ in: path, out, alias, bundle: folder }: Options) => {
    if (alias !== undefined && folder !== undefined) throw severalModels();
    await withModel({ folder, version: alias }, async (folder, version) => {
      const bundle = await readBundle(folder);
      const open = async () => openBundle(folder, (await loadTensorFlow(readEnvironment().TFJS_BACKEND)).tf);
      const { rows, scored, rejected } = await scoreTable(path, out, { bundle, version, open }, progress());
      log(`${shown(rows)} rows in: ${shown(scored)} scored, ${shown(rejected)} rejected`);
      log(rejected > 0 ? `${out}, and why the others were rejected: ${rejectsPath(out)}` : out);
    });
  });

const shown = (rows: number) => rows.toLocaleString("en-US");

/** On a terminal a line that counts, elsewhere nothing. */
function progress(): (rows: number) => void {
  let done = 0;
  return (rows) => {
    done += rows;
    if (process.stderr.isTTY) process.stderr.write(`\r${shown(done)} rows\u001b[K\r`);
  };
}

const severalModels = () =>
  new PipelineError("USAGE_INVALID", {
    what: "--alias and --bundle exclude each other",
    where: "the command line",
    fix: "for example npm run score -- --in customers.csv --out scores.parquet --alias production",
  });

await runCommand(command);
