import { readdirSync } from "node:fs";
import type { Dataset } from "./dataset.ts";
import { PipelineError } from "./errors.ts";

const folder = new URL("./datasets/", import.meta.url);

/** A dataset is a file in datasets/ and is known by its name. */
export function datasetNames(): string[] {
  return readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.ts$/.test(file))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

export async function loadDataset(name: string): Promise<Dataset> {
  if (!datasetNames().includes(name)) {
    throw new PipelineError("PARAMS_INVALID", {
      what: `no dataset is called ${JSON.stringify(name)}; there is ${datasetNames().join(", ")}`,
      where: "params.yaml, key dataset",
      fix: `name one of them, or write packages/contracts/src/datasets/${name}.ts`,
    });
  }
  const { default: dataset }: { default?: Dataset } = await import(new URL(`${name}.ts`, folder).href);
  if (dataset?.name === name) return dataset;
  throw new PipelineError("CONTRACT_INVALID", {
    what: dataset ? `the contract in ${name}.ts is named ${dataset.name}` : `${name}.ts has no default export`,
    where: `packages/contracts/src/datasets/${name}.ts`,
    fix: `export default defineDataset({ name: ${JSON.stringify(name)}, … })`,
  });
}

/** Where the contract of a dataset stands. */
export const contractPath = (name: string): URL => new URL(`${name}.ts`, folder);

/** Where the numbers stand that the contract of a dataset can't know by itself. */
export const expectationsPath = (name: string): URL => new URL(`${name}.expectations.json`, folder);
