import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { becomesReady } from "@churn/tools/deploy/ready.mjs";
import { unproven } from "@churn/tools/deploy/unproven.mjs";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../setup/temporary-folder.ts";
import { FakeDocker } from "../support/fake-docker.ts";
import { fakeGithub } from "./fake-github.ts";
import { runProgram } from "./run-program.ts";

const ONE = { version: 1, modelDigest: "1".repeat(64) };
const TWO = { version: 2, modelDigest: "2".repeat(64) };
const OLD = `sha256:${"a".repeat(64)}`;
const NEW = `sha256:${"b".repeat(64)}`;
const models = (aliases: object) => ({ versions: [ONE, TWO], aliases });

let docker: FakeDocker;
let folder: string;
beforeEach(() => {
  docker = new FakeDocker();
  folder = temporaryFolder();
});
afterEach(() => docker.remove());

/** A program of tools/deploy, where the registry is as `aliases` says. */
function run(program: string, args: string[], aliases: object = {}, env: Record<string, string> = {}) {
  writeFileSync(join(folder, "models.json"), JSON.stringify(models(aliases)));
  const github = { GITHUB_REPOSITORY: "Acme/Churn", PATH: `${docker.bin}:${process.env.PATH}` };
  return runProgram(`deploy/${program}`, { args, cwd: folder, env: { ...github, ...env } });
}

describe("build", () => {
  it("makes the image of a version, with what says where it comes from, and pushes it by its digest only", async () => {
    mkdirSync(join(folder, "bundle"));
    const { exitCode, outputs, summary } = await run("build", ["2", "bundle"]);
    expect(exitCode).toBe(0);
    const [digest = ""] = Object.keys(docker.state.images);
    expect(outputs).toBe(`digest=${digest}\n`);
    expect(summary).toContain(`ghcr.io/acme/churn@${digest}`);
    expect(docker.state.tags).toEqual({});
    expect(docker.state.images[digest]).toEqual({
      "churn.model.version": "2",
      "churn.model.digest": TWO.modelDigest,
      "org.opencontainers.image.revision": "c0ffee00c0ffee00",
    });
    const built = docker.asked.at(-1);
    expect(built).toContain("--target with-model");
    expect(built).toContain("--provenance mode=max --sbom true");
    expect(built).toContain("type=image,name=ghcr.io/acme/churn,push-by-digest=true,name-canonical=true,push=true");
    expect(docker.asked.join("\n")).not.toContain("t0ken");
  });

  it.each(["3", "candidate", "", "1; echo"])("takes no version %j", async (typed) => {
    const { exitCode, said } = await run("build", [typed, "bundle"]);
    expect(exitCode).toBe(2);
    expect(said).toMatch(/is no version; there are: 1, 2/);
    expect(docker.asked).toEqual([]);
  });
});

describe("what production may take", () => {
  const proven = { ...TWO, digest: NEW };
  const good = { version: 2, made: NEW, proven, staging: proven };

  it("is what staging proved, in this run or before", () => {
    expect(unproven(good, models({ staging: 2 }))).toBeUndefined();
    expect(unproven({ ...good, made: "" }, models({ staging: 2 }))).toBeUndefined();
  });

  it.each<{ when: string; seen: object; aliases?: object; says: RegExp }>([
    { when: "staging never proved", seen: { proven: undefined }, says: /staging has not proved version 2/ },
    { when: "is not what this run made", seen: { made: OLD }, says: /proved sha256:b+, and this run made sha256:a+/ },
    { when: "left staging", seen: { staging: { ...ONE, digest: OLD } }, says: /but holds sha256:a+ now/ },
    { when: "was in staging when nothing is there now", seen: { staging: undefined }, says: /holds nothing now/ },
    {
      when: "holds another version",
      seen: { proven: { ...proven, version: 1 } },
      says: /image of version 2 holds version 1/,
    },
    {
      when: "holds another model",
      seen: { proven: { ...proven, modelDigest: ONE.modelDigest } },
      says: /the image holds version 2 \(sha256 1{12}…\), but staging is version 2 \(sha256 2{12}…\)/,
    },
    {
      when: "is staging's by tag and not by alias",
      seen: {},
      aliases: { staging: 1 },
      says: /but staging is version 1/,
    },
    { when: "no alias names", seen: {}, aliases: {}, says: /no version is staging in the registry/ },
  ])("is nothing that $when", ({ seen, aliases = { staging: 2 }, says }) => {
    expect(unproven({ ...good, ...seen }, models(aliases))).toMatch(says);
  });

  it("is named with what production has now, and whether the alias moves", async () => {
    docker.put(OLD, ONE, "v1", "production");
    docker.put(NEW, TWO, "v2", "staging");
    const first = await run("proven", ["2", NEW], { staging: 2, production: 1 });
    expect(first).toMatchObject({ exitCode: 0, outputs: `digest=${NEW}\nbefore=${OLD}\nmoves=true\n` });
    const again = await run("proven", ["2", ""], { staging: 2, production: 2 });
    expect(again.outputs).toContain("moves=false");
  });

  it("is refused with the command that proves it", async () => {
    docker.put(NEW, TWO, "staging");
    const { exitCode, said, outputs } = await run("proven", ["2", NEW], { staging: 2 });
    expect(exitCode).toBe(1);
    expect(said).toMatch(/staging has not proved version 2.*\n.*gh workflow run deploy-model\.yml -f version=2/);
    expect(outputs).toBe("");
  });
});

describe("a registry without any image", () => {
  it.each([
    "failed to authorize: failed to fetch oauth token: denied: denied",
    "unexpected status from HEAD request to https://ghcr.io/v2/acme/churn/manifests/v2: 403 Forbidden",
    "NAME_UNKNOWN: repository name not known to registry",
    "name unknown",
  ])("says to whoever is logged in: %s", async (absent) => {
    docker.state = { ...docker.state, absent };
    const { exitCode, said } = await run("proven", ["2", ""], { staging: 2 });
    expect({ exitCode, said }).toEqual({
      exitCode: 1,
      said: expect.stringMatching(/staging has not proved version 2/),
    });
  });

  it.each(["503 Service Unavailable", "permission denied while trying to connect to the socket", "unauthorized"])(
    "is not one that can't be asked: %s",
    async (absent) => {
      docker.state = { ...docker.state, absent };
      const { exitCode, said } = await run("proven", ["2", ""], { staging: 2 });
      expect({ exitCode, said }).toEqual({ exitCode: 3, said: expect.stringMatching(/v2 can't be looked at: /) });
    },
  );
});

describe("tag", () => {
  it("puts production on the same digest", async () => {
    docker.put(NEW, TWO, "v2");
    const { exitCode, summary } = await run("tag", ["production", "v2"], { production: 2 });
    expect(exitCode).toBe(0);
    expect(docker.state.tags).toEqual({ v2: NEW, production: NEW });
    expect(summary).toContain(`\`production\` is version 2: \`ghcr.io/acme/churn@${NEW}\``);
  });

  it("refuses an image of another model than the alias of that name", async () => {
    docker.put(NEW, TWO, "v2");
    docker.put(OLD, ONE, "production");
    const { exitCode, said } = await run("tag", ["production", NEW], { production: 1 });
    expect(exitCode).toBe(1);
    expect(said).toMatch(/the image holds version 2 .* but production is version 1/);
    expect(docker.state.tags.production).toBe(OLD);
  });

  it("says that an image is not there", async () => {
    const { exitCode, said } = await run("tag", ["production", "v1"], { production: 1 });
    expect(exitCode).toBe(3);
    expect(said).toMatch(/ghcr\.io\/acme\/churn has no v1/);
  });
});

describe("start", () => {
  it("starts an image closed off, and says where it answers", async () => {
    docker.put(NEW, TWO, "production");
    const { exitCode, outputs } = await run("start", ["production"]);
    expect(exitCode).toBe(0);
    expect(docker.asked).toContainEqual(
      "run --detach --read-only --tmpfs /tmp --cap-drop ALL --publish 127.0.0.1::8080 ghcr.io/acme/churn:production",
    );
    const [, url = ""] = outputs.match(/^url=(.+)$/m) ?? [];
    expect((await fetch(url)).ok).toBe(true);
  });

  it("fails for an image that is not there", async () => {
    const { exitCode, said } = await run("start", [OLD]);
    expect(exitCode).toBe(3);
    expect(said).toMatch(/docker run .* failed: .*not found/);
  });

  it("does not take for ready what says no, or nothing", async () => {
    const server = createServer((_, answer) => answer.writeHead(503).end()).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await becomesReady(`http://127.0.0.1:${port}`, 600)).toBe(false);
    expect(await becomesReady("http://127.0.0.1:9", 1)).toBe(false);
  });
});

describe("reviewed", () => {
  const reviewers = { type: "required_reviewers", reviewers: [{ type: "User" }] };

  const none = /^Version 2 is proved in staging\. Production has no reviewers /;

  it.each<{ when: string; status?: number; rules: object[]; reviewed: boolean; says: RegExp }>([
    { when: "somebody reviews", rules: [reviewers], reviewed: true, says: /^Production waits for a reviewer/ },
    { when: "only a timer is there", rules: [{ type: "wait_timer" }], reviewed: false, says: none },
    { when: "no reviewer is named", rules: [{ ...reviewers, reviewers: [] }], reviewed: false, says: none },
    { when: "there is no such environment", status: 404, rules: [], reviewed: false, says: none },
    {
      when: "GitHub has a fault",
      status: 500,
      rules: [reviewers],
      reviewed: false,
      says: /GitHub did not say .*\(500\)/,
    },
    { when: "the token may not ask", status: 403, rules: [reviewers], reviewed: false, says: /did not say .*\(403\)/ },
  ])("is $reviewed when $when", async ({ status = 200, rules, reviewed, says }) => {
    const body = { protection_rules: rules };
    const { url, asked } = await fakeGithub({ "GET /environments/production": { status, body } });
    const { exitCode, outputs, summary } = await run("reviewed", ["2"], {}, { GITHUB_API_URL: url });
    expect({ exitCode, outputs }).toEqual({ exitCode: 0, outputs: `reviewed=${reviewed}\n` });
    expect(asked).toMatchObject([{ what: "GET /environments/production" }]);
    expect(summary).toMatch(says);
    expect(summary.includes("gh workflow run deploy-model.yml -f to=production -f version=2")).toBe(!reviewed);
  });

  it("is false when GitHub does not answer", async () => {
    const { outputs, summary } = await run("reviewed", ["2"], {}, { GITHUB_API_URL: "http://127.0.0.1:9" });
    expect(outputs).toBe("reviewed=false\n");
    expect(summary).toMatch(/did not say .*\(no answer\)/);
  });
});
