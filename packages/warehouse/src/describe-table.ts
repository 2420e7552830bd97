import { existsSync } from "node:fs";
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { contractPath, PipelineError } from "@churn/contracts";
import { requirePath, writeBytes } from "@churn/runtime";
import { draftContract } from "./draft-contract.ts";
import { sketchTable } from "./sketch-table.ts";

/** Drafts the contract of a table: into the folder of the datasets when it has a name, else to be read. */
export async function describeTable(
  path: string,
  name: string | undefined,
  say: (line: string) => void,
): Promise<void> {
  requirePath(path, "name an existing CSV or Parquet file");
  const file = name === undefined ? undefined : newContract(name);
  const table = await sketchTable(path);
  if (table.rows === 0) {
    throw new PipelineError("CHECK_FAILED", {
      what: `${path} has no row that can be read`,
      where: path,
      fix: "give a CSV file with a header and rows, or a Parquet file",
    });
  }
  const { text, questions, leftOut } = draftContract(name ?? "mine", basename(path), table);
  if (file === undefined) return say(text.trimEnd());
  writeBytes(file, text);
  const without = leftOut.length > 0 ? ` --without ${leftOut.join(",")}` : "";
  say(`${relative("", file)} drafted, with ${questions} questions in it. Answer them, then:`);
  say(`npm run data -- --dataset ${name} --from ${path}${without}`);
}

function newContract(name: string): string {
  const file = fileURLToPath(contractPath(name));
  const wrong = !/^[a-z][a-z0-9-]*$/.test(name)
    ? `${JSON.stringify(name)} can't be a dataset's name: small letters, digits and - only`
    : existsSync(file)
      ? `${relative("", file)} is there already and stays as it is`
      : undefined;
  if (wrong === undefined) return file;
  throw new PipelineError("USAGE_INVALID", {
    what: wrong,
    where: "the command line, --dataset",
    fix: "choose another name, or leave --dataset out to see the draft only",
  });
}
