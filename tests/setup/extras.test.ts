import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";

const MINUTES = 60_000;
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);

/** The rows of docs/extras.md. */
const extras = readFileSync(projectFile("docs/extras.md"), "utf8")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells[2]?.startsWith("`"))
  .map(([, name, paths, scripts]) => ({
    name: name as string,
    paths: quoted(paths ?? ""),
    scripts: quoted(scripts ?? ""),
  }));

it("the page names every extra of the README, and paths and scripts that are there", () => {
  const tree = readFileSync(projectFile("README.md"), "utf8").split("EXTRAS")[1]?.split("├─ bench")[0] ?? "";
  const packages = [...tree.matchAll(/^│ {2}[├└]─ (\w+)\//gm)].map(([, name]) => name);
  expect(extras.map(({ name }) => name)).toEqual([...packages, "azure"]);
  expect(tree).toContain("components/ pipelines/ environments/ endpoints/");
  const { scripts } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
  for (const extra of extras) {
    expect(extra.paths.filter((path) => !existsSync(projectFile(path)))).toEqual([]);
    expect(extra.scripts.filter((script) => !(script in scripts))).toEqual([]);
  }
});

/** azure deploys what these are, so it goes with each. */
const NEEDED_BY_AZURE = ["serve", "smoke", "monitor"];
const gone = extras.map((extra) => {
  const also = extras.filter(({ name }) => name === "azure" && NEEDED_BY_AZURE.includes(extra.name));
  const all = (of: "paths" | "scripts") => [extra, ...also].flatMap((one) => one[of]);
  return { name: extra.name, paths: all("paths"), scripts: all("scripts") };
});

describe.each(gone)("without $name", ({ name, paths, scripts }) => {
  const copy = new ProjectCopy();
  afterAll(() => copy.remove());

  it(
    "the types, the linter, the boundaries and the agreement hold",
    () => {
      for (const path of paths) rmSync(copy.path(path), { recursive: true });
      rmSync(copy.path(`node_modules/@churn/${name}`), { force: true });
      const manifest = copy.json("package.json");
      for (const script of scripts) delete manifest.scripts[script];
      writeFileSync(copy.path("package.json"), JSON.stringify(manifest, null, 2));
      const bench = copy.json("bench/package.json");
      delete bench.dependencies[`@churn/${name}`];
      writeFileSync(copy.path("bench/package.json"), `${JSON.stringify(bench, null, 2)}\n`);
      copy.run("node_modules/@biomejs/biome/bin/biome", "format", "--write", "package.json", "bench/package.json");

      const programs = [
        ["node_modules/typescript/lib/tsc.js", "--noEmit"],
        ["node_modules/@biomejs/biome/bin/biome", "lint", "--error-on-warnings", "."],
        ["node_modules/turbo/bin/turbo", "boundaries"],
        ["node_modules/vitest/vitest.mjs", "run", "--config", "../vitest.config.ts", "--root", "tests", "agreement"],
      ];
      for (const program of programs) {
        const { exitCode, output } = copy.run(...program);
        expect(`${exitCode} ${exitCode === 0 ? "" : output}`, program[0] as string).toBe("0 ");
      }
    },
    5 * MINUTES,
  );
});
