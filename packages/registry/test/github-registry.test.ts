import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { GithubClient } from "../src/github-client.ts";
import { GithubRegistry } from "../src/github-registry.ts";
import { FakeGithub, KNOWN_COMMIT, TOKEN } from "./support/fake-github.ts";
import { plainBundle } from "./support/plain-bundle.ts";
import { describeRegistry } from "./support/registry-suite.ts";

const move = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };
const bundle = (model = "a") => plainBundle(join(temporaryFolder(), "bundle"), { model });
const IMPATIENT = { timeoutMs: 300, patienceMs: 1_000 };

let github: FakeGithub;
let model = 0;
beforeAll(async () => {
  github = await FakeGithub.start();
});
afterAll(() => github.close());
beforeEach(() => {
  model++; // each test has a registry of its own
  github.requests.length = 0;
  onTestFinished(() => {
    github.whim = () => undefined;
  });
});

function open({ token = TOKEN, repository = "ada/churn", ...limits }: Record<string, string | number> = {}) {
  const place = { ...github.repository, token: String(token), repository: String(repository) };
  return new GithubRegistry(new GithubClient(place, limits), `churn${model}`);
}
const drafts = () => [...github.releases.values()].filter(({ draft }) => draft).length;

describeRegistry("a registry of GitHub releases", async () => ({ open }));

describe("a registry of GitHub releases", { timeout: 60_000 }, () => {
  it("is one version, however many register the same model at once", async () => {
    const before = drafts();
    const bundles = await Promise.all(Array.from({ length: 6 }, () => bundle()));
    const added = await Promise.all(bundles.map(({ folder, entry }) => open().add(folder, entry)));
    expect(new Set(added.map(({ version }) => version.version))).toEqual(new Set([1]));
    expect(added.filter(({ created }) => created)).toHaveLength(1);
    expect(drafts()).toBe(before);
  });

  it("loses nothing when six write at once", async () => {
    const bundles = await Promise.all(Array.from({ length: 6 }, (_, i) => bundle(`model ${i}`)));
    const added = await Promise.all(bundles.map(({ folder, entry }) => open().add(folder, entry)));
    expect(added.map(({ version }) => version.version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    await Promise.all(
      bundles.map((_, i) => {
        const build = { commit: `beef${i}`, branch: null, dirty: false, at: move.at, by: "bob" };
        return open().noteAlsoBuiltBy(1, build);
      }),
    );
    expect((await open().get(1))?.alsoBuiltBy).toHaveLength(6);
    const moved = await Promise.allSettled(
      bundles.map((_, i) => open().setAlias({ alias: "production", from: null, to: i + 1, ...move })),
    );
    expect(moved.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await open().history()).toHaveLength(1);
  });

  it("is a release that people see, at its commit where GitHub knows that, and no latest one", async () => {
    const { folder, entry } = await bundle();
    await open().add(folder, { ...entry, git: { ...entry.git, commit: KNOWN_COMMIT } });
    const other = await bundle("b");
    await open().add(other.folder, other.entry);
    const releases = [...github.releases.values()].filter(({ tag_name }) => tag_name.startsWith(`churn${model}-v`));
    expect(releases).toMatchObject([
      { tag_name: `churn${model}-v1`, draft: false, make_latest: "false", target_commitish: KNOWN_COMMIT },
      { tag_name: `churn${model}-v2`, draft: false },
    ]);
    expect(releases[0]?.body).toContain(`sha256 of the model: ${entry.modelDigest}`);
    expect(releases[1]).not.toHaveProperty("target_commitish");
  });

  it.each([403, 404])("is a release without its commit where GitHub answers %i to a tag on that", async (status) => {
    github.whim = ({ method, bytes }) =>
      method === "PATCH" && bytes.includes("target_commitish")
        ? { status, body: { message: "refusing to allow a GitHub App to create or update workflow" } }
        : undefined;
    const { folder, entry } = await bundle();
    const git = { ...entry.git, commit: KNOWN_COMMIT };
    expect(await open().add(folder, { ...entry, git })).toMatchObject({ created: true });
    const released = [...github.releases.values()].find(({ tag_name }) => tag_name === `churn${model}-v1`);
    expect(released).toMatchObject({ draft: false, body: expect.stringContaining(KNOWN_COMMIT) });
    expect(released).not.toHaveProperty("target_commitish");
  });

  it("still says no where the token may write no release at all", async () => {
    github.whim = ({ method }) => (method === "PATCH" ? { status: 403 } : undefined);
    const { folder, entry } = await bundle();
    const git = { ...entry.git, commit: KNOWN_COMMIT };
    await expect(open().add(folder, { ...entry, git })).rejects.toMatchObject({ code: "ENVIRONMENT_INVALID" });
  });

  it("shows the token to GitHub only, not to the host that has the files", async () => {
    const { folder, entry } = await bundle();
    await open().add(folder, entry);
    await open().download(1, join(temporaryFolder(), "back"));
    expect(github.storeSaw.length).toBeGreaterThan(0);
    expect(JSON.stringify(github.storeSaw)).not.toContain(TOKEN);
  });

  it("does what it was asked and nobody hears of it: one version, one move", async () => {
    const lost = new Set<string>();
    github.whim = ({ method, path }) => {
      if (method !== "POST" || lost.has(path)) return undefined;
      lost.add(path);
      return "lost";
    };
    const { folder, entry } = await bundle();
    expect(await open().add(folder, entry)).toMatchObject({ created: true, version: { version: 1 } });
    lost.clear();
    await open().setAlias({ alias: "production", to: 1, ...move });
    expect(lost.size).toBe(3);
    expect((await open().list()).versions).toHaveLength(1);
    expect(await open().history()).toHaveLength(1);
    const into = join(temporaryFolder(), "back");
    await open().download(1, into);
    expect(readFileSync(join(into, "weights.bin"), "utf8")).toBe("a");
  });

  it("waits as long as GitHub asks for", async () => {
    let refused = 0;
    github.whim = () => {
      const secondary = { message: "You have exceeded a secondary rate limit" };
      return refused++ < 1 ? { status: 403, body: secondary, headers: { "retry-after": "1" } } : undefined;
    };
    const began = performance.now();
    expect(await open().aliases()).toEqual({});
    expect(performance.now() - began).toBeGreaterThan(1_000);
  });

  it("goes on after 502 and a cut connection", async () => {
    let asked = 0;
    github.whim = () => (++asked % 3 === 1 ? { status: 502 } : asked % 3 === 2 ? "cut" : undefined);
    expect(await open().list()).toEqual({ versions: [], broken: [] });
  });

  it("passes over what was killed in the middle, and ends it when the model is registered again", async () => {
    const { folder, entry } = await bundle();
    github.whim = ({ path }) => (path.includes("assets?name=signature") ? { status: 400 } : undefined);
    await expect(open().add(folder, entry)).rejects.toMatchObject({ exitCode: 3 });
    expect(await open().list()).toEqual({ versions: [], broken: [] });

    github.whim = ({ method }) => (method === "PATCH" ? { status: 400 } : undefined);
    await expect(open().add(folder, entry)).rejects.toMatchObject({ exitCode: 3 });
    github.whim = () => undefined;
    expect(await open().add(folder, entry)).toMatchObject({ created: false, version: { version: 1 } });
    const released = [...github.releases.values()].find(({ tag_name }) => tag_name === `churn${model}-v1`);
    expect(released).toMatchObject({ draft: false });
  });

  it.each<{ when: string; damage: (release: { id: number; assets: unknown[] }) => unknown }>([
    { when: "was taken away", damage: ({ id }) => github.releases.delete(id) },
    { when: "lost a file", damage: ({ assets }) => assets.pop() },
  ])("is mended by who registers the same bundle again when a release $when", async ({ damage }) => {
    const { folder, entry } = await bundle();
    await open().add(folder, entry);
    await open().noteAlsoBuiltBy(1, { commit: "beef", branch: null, dirty: false, at: move.at, by: "bob" });
    const before = await open().list();
    const draftsBefore = drafts();
    const released = () => [...github.releases.values()].filter(({ tag_name }) => tag_name === `churn${model}-v1`);
    damage(released()[0] as ReturnType<typeof released>[number]);
    const into = join(temporaryFolder(), "back");
    await expect(open().download(1, into)).rejects.toThrow();

    const mended = await Promise.all([open().add(folder, entry), open().add(folder, entry)]);
    expect(mended).toMatchObject([{ created: false }, { created: false }]);
    await open().download(1, into);
    expect(await open().list()).toEqual(before);
    expect(released()).toMatchObject([{ draft: false }]);
    expect(drafts()).toBe(draftsBefore);
  });

  it("lists its states once, and then asks for the next one", async () => {
    const registry = open();
    const { folder, entry } = await bundle();
    await registry.add(folder, entry);
    for (const alias of ["candidate", "staging", "production"] as const) {
      await open().setAlias({ alias, to: 1, ...move });
    }
    github.requests.length = 0;
    expect(await registry.aliases()).toEqual({ candidate: 1, staging: 1, production: 1 });
    expect(github.requests.map(({ path }) => path.replace(/^.*?git\//, "").replace(/\w{40}$/, "SHA"))).toEqual([
      ...[2, 3, 4, 5].map((number) => `ref/tags/churn${model}-registry/${number}`),
      "tags/SHA",
      "blobs/SHA",
    ]);
  });

  it("sees a state that another one wrote, and keeps its own when an older answer comes", async () => {
    const registry = open();
    const { folder, entry } = await bundle();
    await registry.add(folder, entry);
    await open().setAlias({ alias: "staging", to: 1, ...move });
    expect(await registry.aliases()).toEqual({ staging: 1 });
    github.whim = ({ path }) => (path.includes("/git/ref/") ? { status: 404 } : undefined);
    expect(await registry.aliases()).toEqual({ staging: 1 });
  });
});

describe("a registry of GitHub releases says what is wrong when", () => {
  it.each([
    { when: "the token is wrong", answer: { status: 401 }, exitCode: 2, says: /does not know this token/ },
    {
      when: "the token may not write",
      answer: { status: 403, body: { message: "Resource not accessible by integration" } },
      exitCode: 2,
      says: /403.*not accessible by integration\n.*`contents: write`/,
    },
    { when: "nothing is there", answer: { status: 404 }, exitCode: 3, says: /404.*\n.*GITHUB_REPOSITORY/ },
    {
      when: "no commit is there",
      answer: { status: 409, body: { message: "Git Repository is empty." } },
      exitCode: 3,
      says: /empty.*\n.*push/,
    },
    {
      when: "it answers otherwise",
      answer: { status: 200, body: "<html>" },
      exitCode: 3,
      says: /no GitHub.*\n.*GITHUB_API_URL/,
    },
    {
      when: "the hour's requests are used up",
      answer: { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999" } },
      exitCode: 3,
      says: /wants fewer requests/,
    },
  ])("$when", async ({ answer, exitCode, says }) => {
    github.whim = () => answer;
    const error = await open()
      .list()
      .catch((error) => error);
    expect(error).toMatchObject({ exitCode });
    expect(`${error.message}\n${error.fix}`).toMatch(says);
    expect(JSON.stringify([error, error.message, error.stack, open().location])).not.toContain(TOKEN);
    expect(github.requests).toHaveLength(1);
  });

  it("nothing is answered", async () => {
    github.whim = () => ({ waitMs: 2_000 });
    await expect(open(IMPATIENT).list()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("nothing came within 0.3 s"),
    });
  });

  it("somebody was faster, and GitHub does not show that yet: it is no fault", async () => {
    const { folder, entry } = await bundle();
    await open().add(folder, entry);
    let turn = 0;
    github.whim = ({ method, path }) => {
      const isRef = method === "POST" ? path.endsWith("/git/refs") : path.includes("/git/ref/");
      if (!isRef || turn > 1) return undefined;
      if (method === "POST") turn = 1;
      else if (turn === 1) turn = 2;
      return method === "POST" ? { status: 422, body: { message: "Reference already exists" } } : { status: 404 };
    };
    await open().setAlias({ alias: "staging", to: 1, ...move });
    expect(turn).toBe(2);
    expect(await open().aliases()).toEqual({ staging: 1 });
  });

  it("a rule forbids its tags", async () => {
    const { folder, entry } = await bundle();
    const rule = { status: 422, body: { message: "creations being restricted" } };
    github.whim = ({ method, path }) => (method === "POST" && path.endsWith("/git/refs") ? rule : undefined);
    await expect(open().add(folder, entry)).rejects.toThrow(/creations being restricted/);
  });

  it("a release was taken away, or a file of it is cut short", async () => {
    const { folder, entry } = await bundle();
    await open().add(folder, entry);
    const release = [...github.releases.values()].find(({ tag_name }) => tag_name === `churn${model}-v1`);
    for (const asset of release?.assets ?? []) asset.bytes = asset.bytes.subarray(1);
    const into = join(temporaryFolder(), "back");
    await expect(open().download(1, into)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/bytes of/),
    });
    github.releases.delete(release?.id ?? 0);
    await expect(open().download(1, into)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/not there/),
    });
  });

  it("a state of its ledger is no such thing", async () => {
    const { folder, entry } = await bundle();
    await open().add(folder, entry);
    for (const [sha, object] of github.objects) {
      if ("content" in object) github.objects.set(sha, { sha, content: Buffer.from("{}").toString("base64") });
    }
    await expect(open().list()).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      fix: expect.stringMatching(/update this checkout/),
    });
  });
});
