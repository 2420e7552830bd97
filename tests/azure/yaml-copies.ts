import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkYaml } from "@churn/tools/azure/check-yaml.mjs";
import { root } from "@churn/tools/project.mjs";
import { onTestFinished } from "vitest";
import { type Document, parseDocument } from "yaml";
import { unlessMissing } from "../support/locked-python.ts";
import { projectFile } from "../support/project-file.ts";

const FOLDERS = ["components", "pipelines", "environments", "endpoints", "tools/azure/job"];
const READ_BY_ALL = ["packages", "package.json", "params.yaml", "champion.json", "data.dvc"];
const NOT_UPLOADED = /\/packages\/\w+\/(node_modules|test|\.turbo)/;

/** `--set` is for one file, and the validator takes it for all. */
const OTHER_JOBS = ["pipelines/drift-pipeline.yaml", "pipelines/drift-schedule.yaml"];

/** All, unless the changes are in folders that no other one reads. */
const foldersOf = (changes: readonly Change[]) => {
  const changed = changes.map(({ file }) => file.split("/")[0] as string);
  return changed.length > 0 && changed.every((name) => ["environments", "endpoints"].includes(name))
    ? changed
    : FOLDERS;
};

/** What becomes of one file's YAML. */
export type Change = { readonly file: string; readonly edit: (yaml: Document) => void };

/** As `--set` writes it over a file. */
export const withSet = (file: string, overrides: Readonly<Record<string, unknown>>): Change => ({
  file,
  edit: (yaml) => {
    for (const [key, value] of Object.entries(overrides)) yaml.setIn(key.split("."), value);
  },
});

/**
 * Validates copies of the Azure files, each with its changes, all in one run.
 *
 * @param overrides - `--set` of the training pipeline, in all copies
 * @returns for each copy what the validator says of the files that it refuses; undefined where there is no Python
 */
export async function validateCopies(copies: readonly Change[][], overrides?: object): Promise<string[] | undefined> {
  const all = mkdtempSync(join(tmpdir(), "churn azure "));
  onTestFinished(() => rmSync(all, { recursive: true }));
  const names = copies.map((_, i) => `copy${i}`);
  for (const path of READ_BY_ALL) {
    cpSync(projectFile(path), join(all, path), { recursive: true, filter: (source) => !NOT_UPLOADED.test(source) });
  }
  copies.forEach((changes, i) => {
    const folder = join(all, `copy${i}`);
    for (const path of foldersOf(changes)) cpSync(projectFile(path), join(folder, path), { recursive: true });
    for (const path of READ_BY_ALL) symlinkSync(join(all, path), join(folder, path));
    if (overrides) for (const path of OTHER_JOBS) rmSync(join(folder, path));
    for (const { file, edit } of changes) {
      const yaml = parseDocument(readFileSync(join(folder, file), "utf8"));
      edit(yaml);
      writeFileSync(join(folder, file), yaml.toString());
    }
  });
  const checked = await unlessMissing(checkYaml(root, { folder: all, overrides: overrides ?? {} }));
  if (!checked) return undefined;
  const reports = checked.output.split(/\n(?=OK |ERROR )/);
  return names.map((name) => reports.filter((text) => text.startsWith(`ERROR ${name}/`)).join("\n"));
}
