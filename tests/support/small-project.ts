import { readFileSync, writeFileSync } from "node:fs";
import { ProjectCopy } from "./project-copy.ts";
import { projectFile } from "./project-file.ts";

const PIN = `meta: { dataset: subscriptions, as_of: '2026-06-30', seed: 42, rows: 2000, drift: false }
outs:
- md5: ${"f".repeat(32)}
  size: 0
  hash: md5
  path: data/customers.csv
`;

const LINK = projectFile("tests/support/link-installed.cli.ts");

function setScript(path: string, name: string, command: string): void {
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  manifest.scripts[name] = command;
  writeFileSync(path, JSON.stringify(manifest, null, 2));
}

/**
 * 2,000 customers and a short training, which a gate made for 20,000 need not pass; its set-up links what is installed
 * here.
 */
export function smallProject(gate: object = { accuracy: 0.7, roc_auc: 0.7, slices: {} }): ProjectCopy {
  const copy = new ProjectCopy();
  copy.setParam(["dataset"], "subscriptions");
  copy.setParam(["train", "epochs"], 4);
  copy.setParam(["gate", "subscriptions"], gate);
  writeFileSync(copy.path("data.dvc"), PIN);
  setScript(copy.path("package.json"), "setup", `node --import ${import.meta.resolve("tsx")} "${LINK}"`);
  const program = "packages/warehouse/src/data.cli.ts";
  const { output } = copy.run("--import", "tsx/esm", program, "--refresh", "--as-of", "2026-06-30");
  if (!output.includes("data/customers.csv extracted anew and pinned")) throw new Error(output);
  copy.commit("2,000 customers");
  return copy;
}
