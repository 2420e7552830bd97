import { stat } from "node:fs/promises";
import { PipelineError } from "@churn/contracts";
import { hashFile } from "@churn/runtime";
import type { DataPin } from "./data-pin.ts";

/** Where the table, its pin, its expectations, the parameters and the folder of the workflows stand. */
export type DataFiles = {
  table: string;
  pin: string;
  params: string;
  workflows: string;
  expectations: (dataset: string) => string;
};

/** md5 and bytes of a file, undefined when there is none. */
export async function factsOf(path: string): Promise<{ md5: string; size: number } | undefined> {
  try {
    const { size } = await stat(path);
    return { md5: await hashFile(path, "md5"), size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Whether the pinned table is in its place.
 *
 * @throws PipelineError CHECK_FAILED when another file is there
 */
export async function isInPlace(files: DataFiles, pin: DataPin): Promise<boolean> {
  const found = await factsOf(files.table);
  if (!found || found.md5 === pin.md5) return found !== undefined;
  throw new PipelineError("CHECK_FAILED", {
    what: `${files.table} is not the table that ${files.pin} pins: its md5 is ${found.md5}, pinned is ${pin.md5}; nothing was touched`,
    where: files.table,
    fix: [
      "choose one",
      `the pinned table again: move ${files.table} away, then \`npm run data\``,
      `your table from now on: move it away, then \`npm run data -- --dataset ${pin.dataset} --from FILE\`, and commit ${files.pin}`,
    ].join("\n         - "),
  });
}

/** params.yaml says which contract holds, the pin which dataset the table is. */
export function requireSameDataset(files: DataFiles, pin: DataPin, dataset: string): void {
  if (pin.dataset === dataset) return;
  throw new PipelineError("PARAMS_INVALID", {
    what: `${files.params} says dataset: ${dataset}, but ${files.pin} pins a table of ${pin.dataset}`,
    where: `${files.params}, key dataset; ${files.pin}, key meta.dataset`,
    fix: `set dataset: ${pin.dataset} in ${files.params}, or take a table of ${dataset}: npm run data -- --dataset ${dataset}`,
  });
}
