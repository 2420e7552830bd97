import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expectationsPath, PipelineError } from "@churn/contracts";
import { defineCommand, log, readEnvironment, readParams, runCommand } from "@churn/runtime";
import { adoptTable } from "./adopt-table.ts";
import { bringData } from "./bring-data.ts";
import { type DataFiles, isInPlace, requireSameDataset } from "./data-files.ts";
import { type DataPin, readPin } from "./data-pin.ts";
import { describeTable } from "./describe-table.ts";
import { dvcPull, hasRemote } from "./dvc-pull.ts";
import { refreshData } from "./refresh-data.ts";

const files: DataFiles = {
  table: "data/customers.csv",
  pin: "data.dvc",
  params: "params.yaml",
  workflows: ".github/workflows",
  expectations: (dataset) => relative("", fileURLToPath(expectationsPath(dataset))),
};

type Options = {
  check?: true;
  refresh?: true;
  shared?: true;
  asOf?: string;
  seed?: number;
  rows?: number;
  drift?: boolean;
  dataset?: string;
  from?: string;
  without?: string[];
  describe?: string;
};

const command = defineCommand(
  "data",
  "brings data/customers.csv as data.dvc pins it, checks it, renews it, or takes another",
)
  .option("--check", "only check: 0 in place, 1 another file is there, 3 missing")
  .option("--refresh", "extract the table anew and pin it on purpose; with --from: expect what that table is like")
  .option("--shared", "with --refresh: stop where no other machine could get the new table")
  .option("--as-of <date>", "with --refresh: the day up to which the table looks, YYYY-MM-DD")
  .option("--seed <number>", "with --refresh: another simulated business (default: as pinned)", Number)
  .option("--rows <number>", "with --refresh: its size, in rows as of 2026-06-30 (default: as pinned)", Number)
  .option("--drift", "with --refresh: from 2026-08-01 on the business changes (default: as pinned)")
  .option("--no-drift", "with --refresh: it stays as it is")
  .option("--dataset <name>", "use another dataset, a contract in packages/contracts/src/datasets")
  .option("--from <file>", "with --dataset: its table, CSV or Parquet (default: where the contract says it comes from)")
  .option("--without <columns>", "with --from: columns to leave out, with commas between", (names) => names.split(","))
  .option("--describe <file>", "draft a contract from a table; with --dataset as that dataset's file, else printed")
  .action(async (options: Options) => {
    requireSense(options);
    const { describe, dataset, from, without } = options;
    if (describe) return describeTable(describe, dataset, log);
    const pin = await readPin(files.pin);
    const params = await readParams(files.params);
    if (dataset) return adoptTable(files, pin, params, { dataset, from, without, renew: options.refresh }, log);
    requireSameDataset(files, pin, params.dataset);
    if (options.refresh) return refresh(pin, options);
    if (!options.check) return bringData(files, pin, dvcPull, log);
    if (await isInPlace(files, pin)) return log(`${files.table} is the table that ${files.pin} pins`);
    throw new PipelineError("DATA_MISSING", {
      what: `${files.table} is not there`,
      where: files.table,
      fix: "npm run data",
    });
  });

/** What PostgreSQL gave can't be made again: other machines get it through a DVC remote only. */
async function refresh(pin: DataPin, options: Options): Promise<void> {
  const { WAREHOUSE_URL: url } = readEnvironment();
  const canBeHad = url === undefined || (await hasRemote());
  const remote = "npx dvc remote add -d storage s3://BUCKET/PATH";
  if (options.shared && !canBeHad) {
    throw new PipelineError("DATA_MISSING", {
      what: "no DVC remote is configured, and a table from PostgreSQL can't be made again: no other machine could get it; nothing was extracted",
      where: ".dvc/config",
      fix: `${remote}, commit .dvc/config, and give this run the remote's credentials`,
    });
  }
  await refreshData(files, pin, { ...options, asOf: options.asOf as string }, log, url);
  if (url) log(canBeHad ? "next: npm start, npx dvc push" : `no other machine can get it without a remote: ${remote}`);
}

function requireSense(options: Options): void {
  const { check, refresh, asOf, dataset, from, without, describe } = options;
  const ofTheSimulation = [asOf, options.seed, options.rows, options.drift].some((option) => option !== undefined);
  const rules: [boolean | undefined, string][] = [
    [check && (refresh || dataset !== undefined), "--check goes alone"],
    [describe !== undefined && (check || refresh || from !== undefined), "--describe goes with --dataset or alone"],
    [from !== undefined && dataset === undefined, "--from FILE needs --dataset NAME"],
    [without !== undefined && from === undefined, "--without COLUMNS needs --from FILE"],
    [refresh && dataset !== undefined && from === undefined, "--dataset NAME --refresh needs --from FILE"],
    [refresh && dataset === undefined && asOf === undefined, "--refresh needs --as-of DATE"],
    [options.shared && (!refresh || dataset !== undefined), "--shared belongs to --refresh --as-of DATE"],
    [
      ofTheSimulation && (!refresh || dataset !== undefined),
      "--as-of, --seed, --rows and --drift belong to --refresh of a warehouse",
    ],
  ];
  const wrong = rules.find(([isBroken]) => isBroken)?.[1];
  if (wrong === undefined) return;
  throw new PipelineError("USAGE_INVALID", {
    what: wrong,
    where: "the command line",
    fix: "for example npm run data -- --refresh --as-of 2026-09-30, or npm run data -- --dataset telco --from FILE",
  });
}

await runCommand(command);
