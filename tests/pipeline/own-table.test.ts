import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { bankTable } from "../support/bank-table.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";

const MINUTES = 60_000;
const CONTRACT = "packages/contracts/src/datasets/bank.ts";
const page = readFileSync(projectFile("docs/own-table.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text as string);

const project = new ProjectCopy();
afterAll(() => project.remove());

/** Runs a command of the page; the set-up that `npm start` begins with is there already. */
function run(command: string) {
  const [script, ...args] = command
    .trim()
    .replace(/^npm (run )?/, "")
    .replace("-- ", "")
    .split(" ");
  if (script !== "start") return project.run(...programOf(script as string), ...args);
  const { exitCode, output } = project.dvc("repro");
  return exitCode === 0 ? project.run(...programOf("register")) : { exitCode, output };
}

const programOf = (script: string) => project.json("package.json").scripts[script].split(" ").slice(1) as string[];

function edit(path: string, change: (text: string) => string) {
  const before = readFileSync(project.path(path), "utf8");
  writeFileSync(project.path(path), change(before));
  expect(readFileSync(project.path(path), "utf8")).not.toBe(before);
}

it(
  "the page on one's own table leads from a file that no contract knows to a registered model",
  () => {
    const [describe, adopt, start, validate] = blocks("bash") as [string, string, string, string];
    const [answer] = blocks("ts") as [string];
    const [gates] = blocks("yaml") as [string];
    const inPlace = (command: string) => command.replace("../bank.csv", "bank.csv");
    writeFileSync(project.path("bank.csv"), bankTable(3000));
    project.setParam(["train", "epochs"], 6);

    const drafted = run(inPlace(describe));
    expect(drafted.output).toContain(`${CONTRACT} drafted`);
    expect(drafted.output).toContain(inPlace(adopt).trim());
    expect(readFileSync(project.path(CONTRACT), "utf8")).toContain(blocks("text")[0]?.split("\n")[0]);

    expect(run(inPlace(adopt))).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining("has no gates for bank"),
    });
    edit("params.yaml", (text) => `${text.trimEnd()}\n${gates}`);
    expect(run(inPlace(adopt)).output).toContain("data/customers.csv is now a table of bank");
    const refused = run(validate);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.output).toContain(page.match(/`(balance is missing in \d+ rows[^`]*)`/)?.[1]);

    edit(CONTRACT, (text) => text.replace(/\/\/ QUESTION: missing.*\n.*\/\/ missing.*/, answer.trim()));
    expect(readFileSync(project.path(CONTRACT), "utf8").match(/\/\/ QUESTION/g)).toHaveLength(1);
    const started = run(start);
    expect(started.output).toContain("version 1");
    expect(project.json("models/churn/signature.json")).toMatchObject({ dataset: "bank", id: "customer_id" });
    expect(project.run("node_modules/@biomejs/biome/bin/biome", "check", CONTRACT).output).toContain("Checked 1 file");
    expect(project.run("node_modules/typescript/bin/tsc", "--noEmit")).toMatchObject({ exitCode: 0, output: "" });
  },
  3 * MINUTES,
);
