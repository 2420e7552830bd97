import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findings, TABLE } from "@churn/tools/workflows/own-rules.mjs";
import { workflowFiles } from "@churn/tools/workflows/workflow-files.mjs";
import { expect, it } from "vitest";
import { temporaryFolder } from "../setup/temporary-folder.ts";

const COMMIT = "a".repeat(40);
const expression = (name: string) => `$${`{{ ${name} }}`}`;
const GOOD = `name: w
on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read # the project
    steps:
      - name: Checkout
        uses: actions/checkout@${COMMIT} # v7.0.1
        with:
          persist-credentials: false
      - name: Own
        uses: ./.github/actions/own
      - name: Run
        run: echo done
`;
const ROW = `| actions/checkout | v7.0.1 | ${COMMIT} | files |\n`;

function found(workflow: string, table = ROW): string[] {
  const root = temporaryFolder();
  for (const folder of [".github/workflows", "docs/workflows"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, ".github/workflows/w.yml"), workflow);
  writeFileSync(join(root, TABLE), table);
  return findings(root, workflowFiles(root));
}

it("has nothing to say of a good workflow", () => expect(found(GOOD)).toEqual([]));

it.each([
  { fault: "an action without a row", table: "", says: /no row/ },
  { fault: "another commit than the row's", workflow: GOOD.replace("aaaa #", "aaab #"), says: /is not a{40}/ },
  { fault: "another version in the comment", workflow: GOOD.replace("# v7.0.1", "# v7"), says: /is not a{40}/ },
  { fault: "no version at all", workflow: GOOD.replace(" # v7.0.1", ""), says: /is not a{40}/ },
  {
    fault: "a row of nothing",
    table: `${ROW}| actions/cache | v5 | ${COMMIT} | x |\n`,
    says: /actions\/cache is used nowhere/,
  },
  {
    fault: "no permissions on top",
    workflow: GOOD.replace("permissions: {}\n", ""),
    says: /permissions: \{\} is missing/,
  },
  { fault: "some permissions on top", workflow: GOOD.replace("{}", "{ contents: read }"), says: /permissions: \{\}/ },
  {
    fault: "a permission without a reason",
    workflow: GOOD.replace(" # the project", ""),
    says: /contents: read does not say/,
  },
  { fault: "no timeout", workflow: GOOD.replace("    timeout-minutes: 5\n", ""), says: /a has no timeout/ },
  { fault: "a runner that changes", workflow: GOOD.replace("ubuntu-24.04", "ubuntu-latest"), says: /ubuntu-latest/ },
  {
    fault: "a step without a name",
    workflow: GOOD.replace("- name: Run\n        run", "- run"),
    says: /no name: echo/,
  },
  {
    fault: "an expression in run",
    workflow: GOOD.replace("done", expression("github.head_ref")),
    says: /expression in run/,
  },
  {
    fault: "a token left in .git",
    workflow: GOOD.replace("credentials: false", "credentials: true"),
    says: /token in \.git/,
  },
])("finds $fault", ({ workflow = GOOD, table = ROW, says }) => {
  expect(found(workflow, table).join("\n")).toMatch(says);
});
