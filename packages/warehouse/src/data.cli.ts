import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expectationsPath, PipelineError } from "@churn/contracts";
import { defineCommand, log, readParams, runCommand } from "@churn/runtime";
import { adoptTable } from "./adopt-table.ts";
import { bringData } from "./bring-data.ts";
import { type DataFiles, isInPlace, requireSameDataset } from "./data-files.ts";
import { readPin } from "./data-pin.ts";
import { dvcPull } from "./dvc-pull.ts";
import { refreshData } from "./refresh-data.ts";

const files: DataFiles = {
  table: "data/customers.csv",
  pin: "data.dvc",
  params: "params.yaml",
  expectations: (dataset) => relative("", fileURLToPath(expectationsPath(dataset))),
};

type Options = {
  check?: true;
  refresh?: true;
  asOf?: string;
  seed?: number;
  rows?: number;
  drift?: boolean;
  dataset?: string;
  from?: string;
};

const command = defineCommand("data", "brings data/customers.csv as data.dvc pins it, checks it, or renews it")
  .option("--check", "only check: 0 in place, 1 another file is there, 3 missing")
  .option("--refresh", "extract the table anew and pin it on purpose")
  .option("--as-of <date>", "with --refresh: the day up to which the table looks, YYYY-MM-DD")
  .option("--seed <number>", "with --refresh: another simulated business (default: as pinned)", Number)
  .option("--rows <number>", "with --refresh: its size, in rows as of 2026-06-30 (default: as pinned)", Number)
  .option("--drift", "with --refresh: from 2026-08-01 on the business changes (default: as pinned)")
  .option("--no-drift", "with --refresh: it stays as it is")
  .option("--dataset <name>", "with --from: use another dataset, a contract in packages/contracts/src/datasets")
  .option("--from <file>", "with --dataset: its table, a CSV file")
  .action(async (options: Options) => {
    requireSense(options);
    const pin = await readPin(files.pin);
    const params = await readParams(files.params);
    const { dataset, from } = options;
    if (dataset && from) return adoptTable(files, pin, params, { dataset, from }, log);
    requireSameDataset(files, pin, params.dataset);
    if (options.refresh) return refreshData(files, pin, { ...options, asOf: options.asOf as string }, log);
    if (!options.check) return bringData(files, pin, dvcPull, log);
    if (await isInPlace(files, pin)) return log(`${files.table} is the table that ${files.pin} pins`);
    throw new PipelineError("DATA_MISSING", {
      what: `${files.table} is not there`,
      where: files.table,
      fix: "npm run data",
    });
  });

function requireSense({ check, refresh, asOf, seed, rows, drift, dataset, from }: Options): void {
  const wrong =
    [check, refresh, dataset ?? from].filter(Boolean).length > 1
      ? "--check, --refresh and --dataset exclude each other"
      : (dataset === undefined) !== (from === undefined)
        ? "--dataset NAME and --from FILE belong together"
        : refresh && asOf === undefined
          ? "--refresh needs --as-of DATE"
          : !refresh && [asOf, seed, rows, drift].some((option) => option !== undefined)
            ? "--as-of, --seed, --rows and --drift belong to --refresh"
            : undefined;
  if (wrong === undefined) return;
  throw new PipelineError("USAGE_INVALID", {
    what: wrong,
    where: "the command line",
    fix: "for example npm run data -- --refresh --as-of 2026-09-30",
  });
}

await runCommand(command);
