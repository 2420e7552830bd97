import { copyFile, rm } from "node:fs/promises";
import { basename } from "node:path";
import { loadDataset, type Params, PipelineError } from "@churn/contracts";
import { moveInto, readText, requirePath, temporaryBeside, writeBytes, writeJson } from "@churn/runtime";
import { parseDocument } from "yaml";
import { type DataFiles, factsOf, isInPlace } from "./data-files.ts";
import { type DataPin, writePin } from "./data-pin.ts";
import { measureExpectations } from "./expectations.ts";

/**
 * Makes a CSV file from elsewhere the table in use: copies it into its place, pins it, writes what is expected of it
 * from now on, and names its dataset in params.yaml.
 */
export async function adoptTable(
  files: DataFiles,
  pin: DataPin,
  params: Params,
  { dataset: name, from }: { dataset: string; from: string },
  say: (line: string) => void,
): Promise<void> {
  const dataset = await loadDataset(name);
  requirePath(from, "name an existing CSV file");
  if (!(name in params.gate)) {
    throw new PipelineError("PARAMS_INVALID", {
      what: `${files.params} has no gates for ${name}`,
      where: `${files.params}, key gate`,
      fix: `add gate.${name}, for example { accuracy: 0.75, roc_auc: 0.8, slices: {} }`,
    });
  }
  const inPlace = await isInPlace(files, pin);
  const temporary = temporaryBeside(files.table);
  await copyFile(from, temporary);
  const expectations = await measureExpectations(temporary, dataset);
  const facts = await factsOf(temporary);
  if (!facts) throw new Error(`${temporary} was not written`);

  if (inPlace && facts.md5 === pin.md5) await rm(temporary);
  else moveInto(temporary, files.table);
  await writePin(files.pin, { ...facts, meta: { dataset: name, source: basename(from) } });
  writeJson(files.expectations(name), expectations);
  await nameDataset(files.params, name);
  say(`${files.table} is now ${basename(from)} (md5 ${facts.md5}), dataset ${name}`);
  say(`review and commit ${[files.pin, files.params, files.expectations(name)].join(", ")}; next: npm start`);
}

async function nameDataset(path: string, name: string): Promise<void> {
  const document = parseDocument(await readText(path, "restore it from git"));
  if (document.get("dataset") === name) return;
  document.set("dataset", name);
  writeBytes(path, document.toString({ lineWidth: 0 }));
}
