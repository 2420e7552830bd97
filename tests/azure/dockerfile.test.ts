import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { expect, test } from "vitest";
import { projectFile } from "../support/project-file.ts";
import { buildContext } from "./training-image.ts";

const path = projectFile("environments/training/Dockerfile");
const dockerfile = readFileSync(path, "utf8");
const hadolint = (file: string) =>
  spawnSync(process.execPath, [projectFile("tools/hadolint.mjs"), file], { encoding: "utf8" });

test("hadolint has nothing to say", { timeout: 120_000 }, ({ skip }) => {
  const { status, stdout } = hadolint(path);
  if (status === 3) skip("hadolint can't be had: its package or a Python is out of reach");
  expect(status, stdout).toBe(0);
  const latest = join(temporaryFolder(), "Dockerfile");
  writeFileSync(latest, dockerfile.replace(/node:\S+-slim/, "node:latest"));
  expect(hadolint(latest)).toMatchObject({ status: 1, stdout: expect.stringContaining("DL3007") });
});

test("the images that it is made from are the project's Node, pinned by a tag", () => {
  const node = readFileSync(projectFile(".nvmrc"), "utf8").trim();
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(images).toHaveLength(2);
  for (const image of images) expect(image).toMatch(new RegExp(`^node:${node}\\.\\d+\\.\\d+-`));
});

test("no source of a package is in it: it is built anew when dependencies change, not at each commit", () => {
  const sent = buildContext();
  expect(sent).toEqual(expect.arrayContaining(["package-lock.json", ".npmrc", "packages/train/package.json"]));
  expect(sent.filter((file) => /^(packages|bench|tests|tools\/azure)\/.*(?<!package\.json)$/.test(file))).toEqual([]);
});
