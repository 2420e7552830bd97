import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { datasetNames, loadDataset } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { projectFile } from "../support/project-file.ts";

/** The contracts, which name columns, and the simulated business, which makes them. */
const MAY_KNOW = ["packages/contracts/src/datasets/", "packages/warehouse/"];
/** What the whole project is about, and in some tables a column. */
const TOPIC = "churn";

const sources = [...sourcesIn("packages"), ...sourcesIn("tools")].filter(
  (path) => !MAY_KNOW.some((folder) => path.startsWith(folder)) && !/\/tests?\//.test(path),
);
const code = new Map(sources.map((path) => [path, named(readFileSync(projectFile(path), "utf8"))]));

describe.each(datasetNames())("a column of %s", (dataset) => {
  it("is known to its contract, and to no code", async () => {
    const columns = Object.keys((await loadDataset(dataset)).columns).filter((name) => name.toLowerCase() !== TOPIC);
    const known = sources.flatMap((path) =>
      columns.filter((column) => code.get(path)?.has(column)).map((column) => `${path} knows ${column}`),
    );
    expect(columns.length).toBeGreaterThan(1);
    expect(known).toEqual([]);
  });
});

it.each([
  { code: "row.tenure_months", of: ["tenure_months"] },
  { code: "({ customerID: 1 })", of: ["customerID"] },
  { code: "`select tenure_months from t`", of: ["tenure_months"] },
  { code: 'row["gender"]', of: ["gender"] },
  { code: "const gender = 1; // of customerID", of: [] },
  { code: "/** tenure_months */", of: [] },
])("is found where code names it: $code", ({ code, of }) => {
  expect(["tenure_months", "customerID", "gender"].filter((name) => named(code).has(name))).toEqual(of);
});

function sourcesIn(folder: string): string[] {
  return readdirSync(projectFile(folder), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path).replaceAll("\\", "/"))
    .filter((path) => /\.(ts|mjs|cjs|sql)$/.test(path) && !path.includes("node_modules"));
}

/** What a source may mean as a column: quoted words, and of the others those that look like no plain word. */
function named(source: string): Set<string> {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/ .*$/gm, "");
  const quoted = [...code.matchAll(/(["'`])(\w+)\1/g)].map(([, , word]) => word as string);
  const words = (code.match(/\w+/g) ?? []).filter((word) => /_|[a-z][A-Z]/.test(word));
  return new Set([...quoted, ...words]);
}
