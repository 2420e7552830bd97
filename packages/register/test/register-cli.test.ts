import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Project } from "./support/project.ts";
import { TinyArtifacts } from "./support/tiny-artifacts.ts";
import { tinyParams } from "./support/tiny-dataset.ts";

const sealed = mkdtempSync(join(tmpdir(), "churn sealed "));
let release: string;
beforeAll(async () => {
  const artifacts = await TinyArtifacts.make(sealed);
  await artifacts.seal();
  release = artifacts.release;
});
afterAll(() => rmSync(sealed, { recursive: true }));

describe("npm run register", { timeout: 60_000 }, () => {
  it("publishes once, says so, and leaves a status for npm start; npm run models lists it", () => {
    const project = new Project(release);
    expect(project.run("register")).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/^Registered [\w-]+ version 1 \(sha256 [0-9a-f]{12}…\) as candidate\.\n$/),
    });
    const { modelDigest } = JSON.parse(readFileSync(project.path("models/churn/lineage.json"), "utf8"));
    const status = { stage: "register", exitCode: 0, version: 1, modelDigest, created: true, aliases: ["candidate"] };
    expect(project.status()).toMatchObject(status);
    expect(project.run("register").output).toMatch(/^Already registered as version 1 /);
    expect(project.status()).toMatchObject({ ...status, created: false });
    expect(project.run("models").output).toMatch(/^version .*\n1 +candidate +tiny +0\.9000 +0\.9000 /);
    expect(project.run("models", "show", "candidate").output).toMatch(
      /^version 1\n(.*\n)*model digest +[0-9a-f]{64}\n/,
    );
    expect(project.run("models", "diff", "1", "candidate").output).toContain("are the same in everything");
    expect(project.run("models", "show", "production")).toMatchObject({ exitCode: 3 });
    expect(project.run("models", "show", "one")).toMatchObject({ exitCode: 2 });
  });

  it.each<{ when: string; spoil: (project: Project) => void; says: RegExp }>([
    {
      when: "there is no release",
      spoil: (project) => rmSync(project.path("models"), { recursive: true }),
      says: /cannot read models\/churn: it is not there\n.*\n +mend: .*npx dvc repro/,
    },
    {
      when: "it passed another bar than the one of today",
      spoil: (project) => {
        const gate = { tiny: { accuracy: 0.99, slices: {} } };
        writeFileSync(project.path("params.yaml"), JSON.stringify({ ...tinyParams, gate }));
      },
      says: /passed other gates than params\.yaml names/,
    },
    {
      when: "the release is behind",
      spoil: (project) =>
        project.dvcSays(
          `process.stdout.write('{"train": [{"changed deps": {"params.yaml": {"train": "modified"}}}]}')`,
        ),
      says: /the release is behind.*\n {2}- train: params.yaml \(train\) modified\n(.*\n)*.*npx dvc repro/,
    },
  ])("refuses when $when", ({ spoil, says }) => {
    const project = new Project(release);
    spoil(project);
    expect(project.run("register")).toEqual({ exitCode: 3, output: expect.stringMatching(says) });
    expect(existsSync(project.path("registry"))).toBe(false);
    expect(project.status()).toMatchObject({ stage: "register", exitCode: 3 });
  });
});
