import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { expect, test } from "vitest";
import { baseImages, imageConfig } from "./dockerfile.ts";
import { projectFile } from "./project-file.ts";

const hadolint = (path: string) =>
  spawnSync(process.execPath, [projectFile("tools/hadolint.mjs"), path], { encoding: "utf8" });

const path = projectFile("packages/serve/Dockerfile");

test("hadolint has nothing to say", { timeout: 120_000 }, ({ skip }) => {
  const { status, stdout } = hadolint(path);
  if (status === 3) skip("hadolint can't be had: its package or a Python is out of reach");
  expect(status, stdout).toBe(0);
  const asRoot = join(temporaryFolder(), "Dockerfile");
  writeFileSync(asRoot, readFileSync(path, "utf8").replace("USER 1000:1000", "USER root"));
  expect(hadolint(asRoot)).toMatchObject({ status: 1, stdout: expect.stringContaining("DL3002") });
});

test("the images that it is made from are the project's Node, pinned by a tag", () => {
  const node = readFileSync(projectFile(".nvmrc"), "utf8").trim();
  expect(baseImages()).not.toEqual([]);
  for (const image of baseImages()) expect(image).toMatch(new RegExp(`^node:${node}\\.\\d+\\.\\d+-`));
});

test.each(["service", "with-model"])("%s: port, health and user are the same everywhere", (target) => {
  const { command, healthcheck, port, user } = imageConfig(target);
  expect(command.join(" ")).toContain(`--host 0.0.0.0 --port ${port} `);
  expect(healthcheck.at(-1)).toBe(`http://127.0.0.1:${port}/ready`);
  expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  const readme = readFileSync(projectFile("docs/container.md"), "utf8");
  for (const fact of [`-p 127.0.0.1:${port}:${port}`, "`/ready`", `user ${user}`, `--target ${target}`]) {
    expect(readme).toContain(fact);
  }
});
