import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleDigests, readBundle } from "@churn/bundle";
import type { Lineage } from "@churn/contracts";
import { TransformerState } from "@churn/contracts";
import { FeatureTransformer } from "@churn/features";
import { FolderRegistry } from "@churn/registry";
import { readJson, writeJson } from "@churn/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moveReport } from "../src/move-report.ts";
import { promote } from "../src/promote.ts";
import { register } from "../src/register.ts";
import { Project } from "./support/project.ts";
import { TinyArtifacts } from "./support/tiny-artifacts.ts";

const sealed = mkdtempSync(join(tmpdir(), "churn sealed "));
const releases: string[] = [];
const lineageOf = (release: string): Lineage => JSON.parse(readFileSync(join(release, "lineage.json"), "utf8"));
const digest = (model: number) => lineageOf(releases[model] as string).modelDigest;

beforeAll(async () => {
  const artifacts = await TinyArtifacts.make(join(sealed, "work"));
  const state = await readJson(join(artifacts.inputs.features, "transformer.json"), TransformerState, "");
  for (const seed of [1, 2, 3]) {
    await artifacts.writeModel(new FeatureTransformer(state), seed);
    await artifacts.judge();
    const release = join(sealed, String(seed));
    await artifacts.seal(release);
    releases.push(release);
  }
});
afterAll(() => rmSync(sealed, { recursive: true }));

/** Registers a model as if it had been judged beside version `champion`. */
function registers(project: Project, model: number, champion: number | null) {
  project.releases(releases[model] as string);
  const path = project.path("models/churn/lineage.json");
  const beside = champion === null ? null : { version: champion, modelDigest: digest(champion - 1) };
  const comparison = { champion: beside, status: beside ? "compared" : "no champion", why: beside ? null : "none" };
  writeJson(path, { ...lineageOf(project.path("models/churn")), comparison });
  expect(project.run("register")).toMatchObject({ exitCode: 0 });
}
const champion = (project: Project) => JSON.parse(readFileSync(project.path("champion.json"), "utf8")).champion;
const done = (says: RegExp) => ({ exitCode: 0, output: expect.stringMatching(says) });
const refused = (says: RegExp, exitCode = 1) => ({ exitCode, output: expect.stringMatching(says) });

describe("npm run promote and npm run rollback", { timeout: 120_000 }, () => {
  it("take a first model to production with no champion, a second one after it, and back", () => {
    const project = new Project(releases[0] as string);
    expect(project.run("promote", "--to", "staging")).toEqual(refused(/no version is the candidate/, 3));
    expect(project.run("rollback")).toEqual(refused(/nothing is in production/, 3));
    registers(project, 0, null);
    expect(project.run("promote", "--to", "production")).toEqual(refused(/nothing is in staging/, 3));

    expect(project.run("promote", "--to", "staging").output.split("\n")).toEqual([
      "version 1",
      expect.stringMatching(/^ {2}its bytes are those that were registered \(sha256 [0-9a-f]{12}…\)$/),
      expect.stringMatching(/^ {2}its golden rows score as sealed, within 0\.000001 \((native|wasm)\)$/),
      "  it passed its one gate",
      "  nothing is in production yet: there is no champion to be worse than",
      "staging: no version → version 1",
      "next: test the service that follows staging, then npm run promote -- --to production",
      "",
    ]);
    expect(project.run("promote", "--to", "production")).toEqual(done(/production: no version → version 1\n/));
    expect(champion(project)).toEqual({ version: 1, modelDigest: digest(0) });
    expect(project.run("promote", "--to", "production")).toEqual(
      done(/version 1 already, moved by .+; nothing was moved now/),
    );
    expect(project.run("rollback")).toEqual(refused(/no version to go back to from version 1/, 3));

    registers(project, 1, null); // judged before there was a champion
    expect(project.run("promote", "--to", "staging")).toEqual(done(/not fit for production yet: .*no champion/));
    expect(project.run("promote", "--to", "production")).toEqual(
      refused(/not beside version 1, which is in production\n(.*\n)*.*npm run champion, npx dvc repro/),
    );
    registers(project, 1, 1); // the same model, judged anew
    expect(project.run("promote", "--to", "production", "--reason", "better")).toEqual(
      done(/it was judged beside version 1(.*\n)*production: version 1 → version 2\n(.*\n)*.*npm run rollback/),
    );
    expect(champion(project)).toEqual({ version: 2, modelDigest: digest(1) });

    expect(project.run("rollback", "--from", "1")).toEqual(refused(/production is on version 2, not on version 1/));
    expect(project.run("rollback", "--from", "2", "--reason", "too slow")).toEqual(
      done(/production: version 2 → version 1\n(.*\n)*next: commit champion\.json.*\nversion 2 stays/),
    );
    expect(champion(project)).toEqual({ version: 1, modelDigest: digest(0) });
    expect(project.run("promote", "--to", "production")).toEqual(refused(/version 2 was taken back .*too slow/));
    expect(project.run("rollback")).toEqual(refused(/no version to go back to/, 3));
    const meant = ["--version", "2", "--reason", "it was the network"];
    expect(project.run("promote", "--to", "production", ...meant)).toEqual(done(/version 1 → version 2/));

    expect(project.run("models", "download", "production", "brought")).toEqual(done(/^brought: version 2 \(sha256 /));
    expect(readFileSync(project.path("brought/lineage.json"), "utf8")).toContain(digest(1));

    const history = project.run("models", "history").output.trim().split("\n");
    expect(history[0]).toMatch(/^when \(UTC\) +alias +from +to +by +why$/);
    expect(history[1]).toMatch(/production +1 +2 +.+ +it was the network$/);
    expect(history[2]).toMatch(/production +2 +1 +.+ +rolled back: too slow$/);
    expect(history.at(-1)).toMatch(/candidate +– +1 +.+ +registered$/);
  });

  it("refuse a version whose bytes were changed, and go back past one", async () => {
    const project = new Project(releases[0] as string);
    const registry = new FolderRegistry(project.path("registry/churn"));
    const at = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };
    for (const model of [0, 1, 2]) {
      registers(project, model, null);
      await registry.setAlias({ alias: "production", to: model + 1, ...at });
    }
    writeFileSync(project.path("registry/churn/v2/weights.bin"), "changed");
    expect(project.run("promote", "--to", "staging", "--version", "2")).toEqual(refused(/holds other bytes/, 3));
    expect(project.run("rollback")).toEqual(
      done(/version 2 can't be used: .*\n(.*\n)*production: version 3 → version 1/),
    );
    expect(await registry.aliases()).toEqual({ candidate: 3, production: 1 });
  });

  it("refuse a model that does not answer its golden rows", async () => {
    const project = new Project(releases[0] as string);
    const path = (name: string) => project.path(join("models/churn", name));
    const golden: { score: number }[] = JSON.parse(readFileSync(path("golden.json"), "utf8"));
    writeJson(path("golden.json"), [{ ...golden[0], score: 0.123 }]);
    const { modelDigest } = await bundleDigests(path(""));
    writeJson(path("lineage.json"), { ...lineageOf(path("")), modelDigest });
    const at = "2026-01-31T12:00:00.000Z";
    const who = { at, by: "ada", head: { commit: null, branch: null, dirty: true }, dvcLock: null };
    await register(new FolderRegistry(project.path("registry/churn")), await readBundle(path("")), who);
    expect(project.run("promote", "--to", "staging")).toEqual(
      refused(
        /^version 1, sealed .* (native|wasm).*its golden rows: row 1.*\n +where: registry.churn\n.*TFJS_BACKEND=/,
      ),
    );
  });

  it("do not cross: who finds production moved in the meantime moves nothing", async () => {
    const project = new Project(releases[0] as string);
    registers(project, 0, null);
    registers(project, 1, null);
    const registry = new FolderRegistry(project.path("registry/churn"));
    const mover = { at: "2026-01-31T12:00:00.000Z", by: "ada" };
    await promote(registry, { to: "staging" }, mover);
    const late = new FolderRegistry(registry.location);
    late.download = async (...bundle) => {
      await registry.setAlias({ alias: "production", to: 1, ...mover, by: "bob", why: "a test" });
      return registry.download(...bundle);
    };
    await expect(promote(late, { to: "production" }, mover)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/production is on version 1, not on no version/),
    });
    expect(await registry.aliases()).toMatchObject({ production: 1 });
  });

  it("move nothing when champion.json can't be read, and say what has moved when it can't follow", async () => {
    const project = new Project(releases[0] as string);
    const registry = new FolderRegistry(project.path("registry/churn"));
    registers(project, 0, null);
    await registry.setAlias({ alias: "staging", to: 1, at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" });
    writeFileSync(project.path("champion.json"), "<<<<<<< HEAD");
    expect(project.run("promote", "--to", "production")).toEqual(refused(/champion\.json is not whole JSON/, 3));
    expect(project.run("rollback")).toEqual(refused(/champion\.json is not whole JSON/, 3));
    expect(await registry.aliases()).toEqual({ candidate: 1, staging: 1 });

    writeFileSync(project.path("champion.json"), '{ "champion": null }');
    rmSync(project.path("artifacts"), { recursive: true, force: true });
    writeFileSync(project.path("artifacts"), "a file in its place");
    expect(project.run("promote", "--to", "production")).toEqual(
      refused(/production is on version 1, but champion\.json could not follow.*`npm run champion`/, 3),
    );
    expect(await registry.aliases()).toMatchObject({ production: 1 });
  });

  it("do not claim a move that somebody else made in the meantime", async () => {
    const project = new Project(releases[0] as string);
    registers(project, 0, null);
    const registry = new FolderRegistry(project.path("registry/churn"));
    const mover = { at: "2026-01-31T12:00:00.000Z", by: "ada" };
    const late = new FolderRegistry(registry.location);
    late.download = async (...bundle) => {
      await registry.setAlias({ alias: "staging", to: 1, ...mover, by: "bob", why: "a test" });
      return registry.download(...bundle);
    };
    const moved = await promote(late, { to: "staging" }, mover);
    expect(moveReport("staging", moved)).toEqual([
      "staging is on version 1 already, moved by bob; nothing was moved now",
    ]);
  });

  it("are told from wrong use", () => {
    const project = new Project(releases[0] as string);
    expect(project.run("promote", "--to", "candidate")).toEqual(refused(/Allowed choices are staging, production/, 2));
    expect(project.run("promote")).toEqual(refused(/--to/, 2));
    expect(project.run("promote", "--to", "staging", "--version", "two")).toEqual(refused(/is no version/, 2));
    expect(project.run("promote", "--to", "staging", "--version", "9")).toEqual(refused(/there is no version 9/, 3));
  });
});
