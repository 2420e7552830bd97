import { readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";

const MINUTES = 60_000;
const manifest = JSON.parse(readFileSync(projectFile("packages/contracts/package.json"), "utf8"));
const SCOPE = manifest.name.split("/")[0].slice(1) as string;
/** Long, and last in the alphabet: imports must be laid out and sorted anew. */
const NAME = "zeta-telecommunications-international";

const OTHER = "acme";

const project = new ProjectCopy();
const init = (...args: string[]) => project.run("tools/init.mjs", ...args);
const read = (path: string) => readFileSync(project.path(path), "utf8");
const filesWith = (text: string) => {
  const files = project.git("ls-files").trim().split("\n");
  return files.filter((path) => statSync(project.path(path)).isFile() && read(path).includes(text));
};
afterAll(() => project.remove());

describe("npm run init", () => {
  let first: ReturnType<typeof init>;
  beforeAll(() => {
    first = init("--name", NAME, "--holder", "Zeta $& Sons", "--owner", "@zeta/models");
    renameSync(project.path(`node_modules/@${SCOPE}`), project.path(`node_modules/@${NAME}`)); // as npm ci does
  });

  it("renames the packages in every file", () => {
    expect(first.exitCode).toBe(0);
    expect(filesWith(`@${SCOPE}/`)).toEqual([]);
    expect(filesWith(`@${NAME}/`).length).toBeGreaterThan(50);
    const { name, packages } = project.json("package-lock.json");
    expect(name).toBe(project.json("package.json").name);
    expect(Object.keys(packages).filter((path) => path.startsWith(`node_modules/@${SCOPE}/`))).toEqual([]);
    expect(packages[`node_modules/@${NAME}/contracts`]).toEqual({ resolved: "packages/contracts", link: true });
  });

  it("makes the owner of the checks somebody who exists", () => {
    expect(read(".github/CODEOWNERS")).toMatch(/^\/params\.yaml +@zeta\/models$/m);
    expect(read(".github/CODEOWNERS")).not.toContain("@OWNER");
  });

  it("names the model, the title and the licence holder", () => {
    expect(read("packages/contracts/src/artifacts/release.ts")).toContain(`MODEL_NAME = "${NAME}-churn"`);
    expect(read("LICENSE")).toMatch(/^Copyright \(c\) \d{4} Zeta \$& Sons$/m);
    if (readFileSync(projectFile("README.md"), "utf8").startsWith("# Churn starter"))
      expect(read("README.md")).toMatch(/^# Zeta telecommunications international churn\n/);
  });

  it("says which stages dvc.lock is behind for, and leaves it alone", () => {
    expect(first.output).toContain("dvc.lock is behind for validate, preprocess, train, evaluate, gate, release:");
    expect(project.git("diff", "--name-only", "--", "dvc.lock", "dvc.yaml", "params.yaml", "data.dvc")).toBe("");
  });

  it(
    "leaves a project that is linted, formatted and typed as it was, and whose programs run",
    () => {
      expect(project.run("node_modules/typescript/bin/tsc", "--noEmit")).toEqual({ exitCode: 0, output: "" });
      const biome = project.run("node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
      expect(biome.output).toMatch(/^Checked \d+ files/);
      expect(biome.exitCode).toBe(0);
      expect(project.run("--import", "tsx/esm", "packages/register/src/models.cli.ts").output).toContain("npm start");
    },
    2 * MINUTES,
  );

  it("does nothing the second time", () => {
    project.commit("renamed");
    expect(init("--name", NAME, "--holder", "Zeta $& Sons").output).toContain("Nothing to do");
    expect(project.git("status", "--porcelain")).toBe("");
  });

  it("goes back to the name of before", () => {
    expect(init("--name", SCOPE).output).toContain("LICENSE keeps its holder");
    expect(project.git("diff", "--name-only", "HEAD~1").trim().split("\n")).toEqual([".github/CODEOWNERS", "LICENSE"]);
  });

  it.each([[], ["--name", "Acme"], ["--name", "acme ltd"], ["--name", "-a"], ["--name", "a".repeat(41)]])(
    "refuses %s %s as wrong use",
    (...args) => expect(init(...args).exitCode).toBe(2),
  );

  it("refuses a scope whose packages it uses, a flag that it doesn't know, and a holder of two lines", () => {
    expect(init("--name", "types")).toMatchObject({ exitCode: 2, output: expect.stringContaining("@types is taken") });
    expect(init("--name", "acme", "--scope", "a").exitCode).toBe(2);
    expect(init("--name", "acme", "--holder", "a\nb").exitCode).toBe(2);
  });

  it("finds its files without git", () => {
    const bare = new ProjectCopy();
    try {
      rmSync(bare.path(".git"), { recursive: true });
      expect(bare.run("tools/init.mjs", "--name", OTHER).exitCode).toBe(0);
      expect(JSON.parse(readFileSync(bare.path("packages/tables/package.json"), "utf8")).name).toBe(`@${OTHER}/tables`);
    } finally {
      bare.remove();
    }
  });
});
