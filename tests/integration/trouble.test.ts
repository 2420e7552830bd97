import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MlflowClient, trackingServer } from "@churn/mlflow";
import { MlflowRegistry } from "@churn/registry";
import { plainBundle } from "@churn/registry/test-support";
import { freePort, temporaryFolder } from "@churn/runtime/test-support";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { MlflowServer } from "./mlflow-server.ts";
import { UnrulyProxy } from "./unruly-proxy.ts";

const server = new MlflowServer(inject("mlflow"));
const move = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };
const bundle = (model = "a") => plainBundle(join(temporaryFolder(), "bundle"), { model });
const IMPATIENT = { timeoutMs: 300, patienceMs: 1_000 };

let proxy: UnrulyProxy;
let model: string;
beforeEach(async () => {
  proxy = await UnrulyProxy.before(server.port);
  model = `churn-${randomUUID()}`;
});
afterEach(() => proxy.close());

function open({ url = proxy.url, ...limits }: { url?: string; timeoutMs?: number; patienceMs?: number } = {}) {
  return new MlflowRegistry(new MlflowClient({ url, authorization: undefined }, limits), model);
}
const withCredentials = (variables: Record<string, string>) => {
  const found = trackingServer({ MLFLOW_TRACKING_URI: proxy.url, ...variables });
  return new MlflowRegistry(new MlflowClient(found as NonNullable<typeof found>), model);
};
const isUpload = ({ method, path }: { method: string; path: string }) => method === "PUT" && path.includes("artifacts");

describe("registering goes on when the server", () => {
  it("is busy: it waits as long as Retry-After says", async () => {
    let refused = 0;
    proxy.whim = () => (refused++ < 2 ? { status: 429, headers: { "retry-after": "1" } } : undefined);
    const began = performance.now();
    const { folder, entry } = await bundle();
    expect(await open().add(folder, entry)).toMatchObject({ created: true, version: { version: 1 } });
    expect(performance.now() - began).toBeGreaterThan(2_000);
  });

  it("is not available for every third request", async () => {
    proxy.whim = () => (proxy.requests.length % 3 === 0 ? { status: 503, body: "later" } : undefined);
    const { folder, entry } = await bundle();
    expect(await open().add(folder, entry)).toMatchObject({ created: true, version: { version: 1 } });
  });

  it("is slow", async () => {
    proxy.whim = () => ({ waitMs: 50 });
    const { folder, entry } = await bundle();
    expect(await open().add(folder, entry)).toMatchObject({ created: true });
  });

  it("restarts in the middle of the upload", async () => {
    let uploads = 0;
    let restarted: Promise<void> | undefined;
    proxy.whim = async (request) => {
      if (!isUpload(request) || ++uploads !== 4) return undefined;
      await server.stop();
      restarted = server.start();
      return "cut";
    };
    const { folder, entry } = await bundle();
    const added = await open()
      .add(folder, entry)
      .finally(() => restarted);
    expect(added).toMatchObject({ created: true, version: { version: 1 } });
    expect(uploads).toBeGreaterThan(8);
    const into = join(temporaryFolder(), "back");
    await open().download(1, into);
    expect(readFileSync(join(into, "weights.bin"), "utf8")).toBe("a");
  });

  it("does what it was asked and nobody hears of it: one version, one move", async () => {
    const lost = new Set<string>();
    proxy.whim = ({ method, path }) => {
      if (method !== "POST" || lost.has(path)) return undefined;
      lost.add(path);
      return "lost";
    };
    const { folder, entry } = await bundle();
    expect(await open().add(folder, entry)).toMatchObject({ created: true, version: { version: 1 } });
    lost.clear();
    await open().setAlias({ alias: "production", to: 1, ...move });
    expect(lost.size).toBeGreaterThan(1);
    expect((await open().list()).versions).toHaveLength(1);
    expect(await open().history()).toHaveLength(1);
    const raw = await server.ask("GET", `model-versions/search?filter=${encodeURIComponent(`name='${model}'`)}`);
    expect(raw.model_versions).toHaveLength(2);
  });

  it("was left alone in the middle of an upload, by a process that is no more", async () => {
    let uploads = 0;
    proxy.whim = (request) => (isUpload(request) && ++uploads > 3 ? { status: 400 } : undefined);
    const { folder, entry } = await bundle();
    await expect(open().add(folder, entry)).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(await open().list()).toEqual({ versions: [], broken: [] });
    proxy.whim = () => undefined;
    expect(await open().add(folder, entry)).toMatchObject({ created: true, version: { version: 1 } });
  });
});

describe("registering ends, in bounded time and with a message, when the server", () => {
  it("is down", async () => {
    const { folder, entry } = await bundle();
    const down = open({ url: `http://127.0.0.1:${await freePort()}`, ...IMPATIENT });
    await expect(down.add(folder, entry)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("does not answer: ECONNREFUSED"),
    });
  });

  it("answers nothing", async () => {
    proxy.whim = () => ({ waitMs: 2_000 });
    const began = performance.now();
    await expect(open(IMPATIENT).list()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("nothing came within 0.3 s"),
    });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it("wants other credentials, which are shown nowhere", async () => {
    const secret = "s3cret-of-ada";
    const expected = `Basic ${Buffer.from(`ada:${secret}`).toString("base64")}`;
    proxy.whim = ({ authorization }) => (authorization === expected ? undefined : { status: 401, body: "no" });
    const wrong = withCredentials({ MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: `${secret}-not` });
    const error = await wrong.list().catch((error) => error);
    expect(error).toMatchObject({ exitCode: 2, fix: expect.stringContaining("MLFLOW_TRACKING_PASSWORD") });
    expect(JSON.stringify([error, error.message, error.stack, wrong.location])).not.toContain(secret);
    expect(proxy.requests).toHaveLength(1);
    const right = withCredentials({ MLFLOW_TRACKING_URI: proxy.url.replace("//", `//ada:${secret}@`) });
    expect(await right.list()).toEqual({ versions: [], broken: [] });
    expect(right.location).not.toContain(secret);
  });

  it("does not allow it", async () => {
    proxy.whim = () => ({ status: 403, body: "Invalid Host header" });
    await expect(open().list()).rejects.toThrow(/does not allow this \(403\): Invalid Host header/);
  });

  it("is no MLflow server", async () => {
    proxy.whim = () => ({ status: 404, body: "<html>" });
    await expect(open().list()).rejects.toThrow(/no MLflow server/);
  });

  it("does not pass artifacts on", async () => {
    await server.ask("POST", "experiments/create", { name: model, artifact_location: "s3://key:secret@bucket/churn" });
    const { folder, entry } = await bundle();
    const message = await open()
      .add(folder, entry)
      .catch((error) => `${error.message} ${error.fix}`);
    expect(message).toMatch(/keeps these files at s3:\/\/bucket.*--serve-artifacts/);
  });
});

describe("what stands in MLflow", () => {
  async function registered() {
    const { folder, entry } = await bundle();
    await open().add(folder, entry);
    await open().setAlias({ alias: "production", to: 1, ...move });
    const { model_version: version } = await server.ask("GET", `model-versions/get?name=${model}&version=1`);
    return { entry, version };
  }

  it("says what the model is made of, and carries the alias", async () => {
    const { entry, version } = await registered();
    const tags = Object.fromEntries(version.tags.map(({ key, value }: { key: string; value: string }) => [key, value]));
    expect(tags).toMatchObject({ modelDigest: entry.modelDigest, releaseDigest: entry.releaseDigest });
    expect(JSON.parse(tags.git)).toEqual(entry.git);
    expect(JSON.parse(tags.data)).toEqual(entry.data);
    expect(version.aliases).toEqual(["production"]);
  });

  it("gets its alias back when somebody has moved it by hand", async () => {
    await registered();
    const other = await bundle("b");
    await open().add(other.folder, other.entry);
    await server.ask("POST", "registered-models/alias", { name: model, alias: "production", version: "2" });
    expect(await open().aliases()).toEqual({ production: 1 });
    await open().setAlias({ alias: "production", to: 1, ...move });
    const { model_version } = await server.ask("GET", `registered-models/alias?name=${model}&alias=production`);
    expect(model_version.version).toBe("1");
  });

  it("is refused when its bytes are others now, and what was there stays", async () => {
    await registered();
    const stored = readdirSync(join(server.folder, "files"), { recursive: true, encoding: "utf8" });
    const { model_version } = await server.ask("GET", `model-versions/get?name=${model}&version=1`);
    const place = model_version.source.replace("mlflow-artifacts:/", "");
    writeFileSync(
      join(server.folder, "files", stored.find((path) => path === `${place}/weights.bin`) ?? ""),
      "changed",
    );
    const { folder: into } = await bundle("what was there");
    await expect(open().download(1, into)).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
    expect(readFileSync(join(into, "weights.bin"), "utf8")).toBe("what was there");
  });

  it("is passed over where others have put it", async () => {
    await registered();
    await server.ask("POST", "model-versions/create", { name: model, source: "s3://somewhere/else" });
    const { versions, broken } = await open().list();
    expect(versions.map(({ version }) => version)).toEqual([1]);
    expect(broken).toEqual([{ version: 2, fault: expect.stringContaining("modelDigest") }]);
    await expect(open().setAlias({ alias: "staging", to: 2, ...move })).rejects.toMatchObject({ exitCode: 3 });
  });

  it("is one version, however many register the same model at once", async () => {
    const bundles = await Promise.all(Array.from({ length: 6 }, () => bundle()));
    const added = await Promise.all(bundles.map(({ folder, entry }) => open({ url: server.url }).add(folder, entry)));
    expect(new Set(added.map(({ version }) => version.version)).size).toBe(1);
    expect(added.filter(({ created }) => created)).toHaveLength(1);
    expect((await open().list()).versions).toHaveLength(1);
  });
});
