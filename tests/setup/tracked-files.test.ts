import { execFileSync } from "node:child_process";
import { misplacedFiles } from "@churn/tools/check/tracked-files.mjs";
import { root } from "@churn/tools/project.mjs";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

// put together here, so that no scanner finds a key in this very file
const secret = (...parts: string[]) => parts.join("");

const PLANTED = [
  { path: "weights.bin", text: "x", belongs: "registry" },
  { path: "packages/a/model.onnx", text: "x", belongs: "registry" },
  { path: "old.pkl", text: "x", belongs: "registry" },
  { path: "net/model.json", text: `{"weightsManifest": []}`, belongs: "registry" },
  { path: "customers.csv", text: "1,2\n".repeat(60_000), belongs: "DVC" },
  { path: "customers.parquet", text: "x".repeat(200_001), belongs: "DVC" },
  { path: ".env", text: "A=1", belongs: "secret store" },
  { path: "packages/a/.env.local", text: "A=1", belongs: "secret store" },
  { path: "id_rsa", text: secret("-----BEGIN OPENSSH ", "PRIVATE KEY-----\n"), belongs: "secret store" },
  { path: "aws.txt", text: secret("key AK", "IAABCDEFGHIJKLMNOP"), belongs: "secret store" },
  { path: "gh.yml", text: secret("token: ghp", `_${"a".repeat(36)}`), belongs: "secret store" },
  { path: "az.json", text: secret("AccountName=a;Account", `Key=${"a".repeat(86)}==;`), belongs: "secret store" },
];
const HARMLESS = { "small.csv": "a\n1\n", ".env.example": "KEY=\n", "model.json": "{}", "notes.md": "PRIVATE KEY" };
const files = { ...HARMLESS, ...Object.fromEntries(PLANTED.map(({ path, text }) => [path, text])) };

describe.each([{ where: "in a repository" }, { where: "without git" }])("$where", ({ where }) => {
  test("finds each planted file, and nothing else", async () => {
    const folder = temporaryFolder(files);
    if (where === "in a repository") {
      execFileSync("git", ["init", "-q"], { cwd: folder });
      execFileSync("git", ["add", "-f", "."], { cwd: folder });
    }
    const found = await misplacedFiles(folder);
    expect(found).toHaveLength(PLANTED.length);
    for (const { path, belongs } of PLANTED) {
      expect(found.find((line: string) => line.startsWith(`${path}: `))).toContain(belongs);
    }
  });
});

test("an untracked file is nobody's business", async () => {
  const folder = temporaryFolder({ "weights.bin": "x" });
  execFileSync("git", ["init", "-q"], { cwd: folder });
  expect(await misplacedFiles(folder)).toEqual([]);
});

test("this project tracks nothing that belongs elsewhere", async () => {
  expect(await misplacedFiles(root)).toEqual([]);
});
