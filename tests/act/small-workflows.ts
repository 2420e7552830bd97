import { readFileSync, writeFileSync } from "node:fs";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";

/** Instead of all tests, those of one package: what matters here is what a workflow makes of their answer. */
const ONE_PACKAGE = [
  "cd packages/contracts",
  "node ../../node_modules/vitest/vitest.mjs run --config ../../vitest.config.ts --root . test/bounds.test.ts",
].join(" && ");

/** The small project, with the gates of its params.yaml in its workflows and one package's tests. */
export function smallWorkflows(): ProjectCopy {
  const copy = smallProject();
  for (const name of ["train.yml", "scheduled-retrain.yml"])
    edit(copy, `.github/workflows/${name}`, (text) => text.replaceAll(/(MINIMUM_\w+: )".*?"/g, '$1"0.7"'));
  edit(copy, "package.json", (text) => text.replace(/("test": )".*"/, `$1"${ONE_PACKAGE}"`));
  copy.commit("for act");
  return copy;
}

/** Changes a file of a copy, which must change. */
export function edit(copy: ProjectCopy, path: string, change: (text: string) => string): void {
  const before = readFileSync(copy.path(path), "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${path} did not change`);
  writeFileSync(copy.path(path), after);
}
