import { rm } from "node:fs/promises";
import { basename } from "node:path";
import {
  type Dataset,
  type Expectations,
  loadDataset,
  type Params,
  PipelineError,
  targetColumn,
} from "@churn/contracts";
import { moveInto, readText, requirePath, temporaryBeside, writeBytes } from "@churn/runtime";
import { csvHeader } from "@churn/tables";
import { parseDocument } from "yaml";
import { copyTable } from "./copy-table.ts";
import { type DataFiles, factsOf, isInPlace } from "./data-files.ts";
import { type DataPin, DEFAULT_RECIPE, worldOf, writePin } from "./data-pin.ts";
import { downloadTable } from "./download-table.ts";
import { measureExpectations } from "./expectations.ts";
import { makeTable } from "./make-table.ts";
import { requireColumns } from "./require-columns.ts";
import { readExpected, settleExpectations } from "./settle-expectations.ts";
import { writeMinimums } from "./workflow-minimums.ts";

/** `from`: a CSV or Parquet file; without it the dataset's own source. `renew`: expect from now on what this table is. */
export type Adoption = {
  dataset: string;
  from?: string | undefined;
  without?: readonly string[] | undefined;
  renew?: boolean | undefined;
};

/**
 * Makes another table the one in use: puts it in its place, pins it, writes what is expected of it where nothing is
 * expected yet, and names its dataset in params.yaml and its gates in the workflows.
 */
export async function adoptTable(
  files: DataFiles,
  pin: DataPin,
  params: Params,
  { dataset: name, from, without = [], renew = false }: Adoption,
  say: (line: string) => void,
): Promise<void> {
  const dataset = await loadDataset(name);
  if (from) requirePath(from, "name an existing CSV or Parquet file");
  const inPlace = await isInPlace(files, pin);
  if (!from && inPlace && isFromSource(dataset, pin)) {
    await nameDataset(files, params, name);
    return say(`${files.table} is a table of ${name} already (md5 ${pin.md5})`);
  }
  const expectations = files.expectations(name);
  const expected = renew ? undefined : await readExpected(expectations);
  const temporary = temporaryBeside(files.table);
  const meta = from
    ? await takeFile(from, temporary, without, dataset, say)
    : await takeSource(temporary, dataset, say);
  requireColumns(dataset, await csvHeader(temporary), from);
  const measured = await measureExpectations(temporary, dataset);
  requireGates(files, params, dataset, measured);
  const facts = await factsOf(temporary);
  if (!facts) throw new Error(`${temporary} was not written`);

  if (inPlace && facts.md5 === pin.md5) await rm(temporary);
  else moveInto(temporary, files.table);
  await writePin(files.pin, { ...facts, meta: { dataset: name, ...meta } });
  settleExpectations(expectations, expected, measured, say);
  await nameDataset(files, params, name);
  say(`${files.table} is now a table of ${name} (md5 ${facts.md5})`);
  say(`review and commit ${[files.pin, files.params, expectations, files.workflows].join(", ")}; next: npm start`);
}

/** Whether the pinned table is what a dataset has without `--from`; of some that is whatever was taken last. */
function isFromSource({ name, publicTable }: Dataset, pin: DataPin): boolean {
  if (pin.dataset !== name) return false;
  if (name === DEFAULT_RECIPE.dataset) return pin.recipe !== undefined;
  return publicTable === undefined || publicTable.md5 === pin.md5;
}

async function takeFile(
  from: string,
  to: string,
  without: readonly string[],
  { name, publicTable }: Dataset,
  say: (line: string) => void,
): Promise<Record<string, unknown>> {
  await copyTable(from, to, without);
  const found = (await factsOf(to))?.md5;
  if (publicTable && found !== publicTable.md5) {
    say(`note: this is not the well-known table of ${name} (its md5 is ${publicTable.md5}, this one's ${found});`);
    say("      validation and the gates judge it, and its numbers compare with nobody else's");
  }
  return { source: basename(from), ...(without.length > 0 ? { without } : {}) };
}

async function takeSource(
  to: string,
  { name, publicTable }: Dataset,
  say: (line: string) => void,
): Promise<Record<string, unknown>> {
  if (name === DEFAULT_RECIPE.dataset) {
    const { world, asOf } = worldOf(DEFAULT_RECIPE, "the default recipe");
    await makeTable(to, world, asOf);
    return DEFAULT_RECIPE;
  }
  if (publicTable) {
    say(`downloading ${publicTable.url}`);
    await downloadTable(publicTable, to, `npm run data -- --dataset ${name} --from FILE`);
    return { source: publicTable.url };
  }
  throw new PipelineError("USAGE_INVALID", {
    what: `a table of ${name} is made by nobody and can't be downloaded`,
    where: "the command line",
    fix: `say which file it is: npm run data -- --dataset ${name} --from FILE`,
  });
}

/** A first gate is better than the answer "stays" for everybody by what one can expect of any model. */
function requireGates(files: DataFiles, params: Params, dataset: Dataset, { shares }: Expectations): void {
  if (Object.hasOwn(params.gate, dataset.name)) return;
  const target = targetColumn(dataset);
  const stayed = shares[target.name]?.shares[target.negative] ?? 0.5;
  const accuracy = (Math.max(stayed, 1 - stayed) + 0.01).toFixed(2);
  throw new PipelineError("PARAMS_INVALID", {
    what: `${files.params} has no gates for ${dataset.name}`,
    where: `${files.params}, key gate`,
    fix: `add this line under gate, and raise it later: ${dataset.name}: { accuracy: ${accuracy}, roc_auc: 0.7, slices: {} }`,
  });
}

/** In params.yaml, and its gates in the workflows. */
async function nameDataset({ params: path, workflows }: DataFiles, { gate }: Params, name: string): Promise<void> {
  const document = parseDocument(await readText(path, "restore it from git"));
  if (document.get("dataset") !== name) {
    document.set("dataset", name);
    writeBytes(path, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
  }
  await writeMinimums(workflows, gate[name] ?? { slices: {} });
}
