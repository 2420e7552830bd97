import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeBundle, makeCustomer, resealBundle } from "@churn/bundle/test-support";
import { type Golden, PipelineError, ScoreAnswer } from "@churn/contracts";
import type { Registry } from "@churn/registry";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { bringModel } from "../src/bring-model.ts";
import { followAlias } from "../src/follow-alias.ts";
import { addVersion, type Made, makeRegistry, makeService, moveAlias, tf } from "./support/make-service.ts";

/** A service that follows `production`, looking every 10 ms; what it said, and how often it brought a version. */
async function following(registry: Registry, seenAs: Registry = registry) {
  await moveAlias(registry, "production", 1);
  const service = await makeService({ registry });
  const said: string[] = [];
  const brought: number[] = [];
  const say = (...args: unknown[]) => said.push(String(args.at(-1)));
  const bring = (version: number) => {
    brought.push(version);
    return bringModel(seenAs, version, tf);
  };
  const stop = new AbortController();
  const log = { info: say, warn: say, error: say };
  const { serving } = service;
  const ended = followAlias({ registry: seenAs, alias: "production", serving, bring, log }, 10, stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  return { service, said, brought };
}

const LONG = { timeout: 60_000 };
const answering = ({ serving }: Made) => serving.model?.facts.version;
const looks = (times = 5) => new Promise((resolve) => setTimeout(resolve, times * 15));

it("switches under load without a failed or a mixed answer, and gives the old models' memory back", LONG, async () => {
  const registry = await makeRegistry(1, 2, 3);
  const { service } = await following(registry);
  const expected = new Map<string, number>();
  for (const version of [1, 2, 3]) {
    const model = await bringModel(registry, version, tf);
    expected.set(model.facts.modelDigest, model.bundle.score([makeCustomer() as never])[0] as number);
    model.bundle.dispose();
  }
  const { numTensors } = tf.memory();
  let isOver = false;
  const statuses = new Set<number>();
  const versions = new Set<number>();
  const asking = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const response = await service.post(makeCustomer());
      statuses.add(response.status);
      const { model, probability } = ScoreAnswer.parse(await response.json());
      versions.add(model.version);
      expect(probability).toBeCloseTo(expected.get(model.modelDigest) as number, 6);
    }
  });
  for (const version of [2, 3, 2, 1]) {
    await moveAlias(registry, "production", version);
    await expect.poll(() => answering(service)).toBe(version);
  }
  isOver = true;
  await Promise.all(asking);
  expect(statuses).toEqual(new Set([200]));
  expect(versions).toEqual(new Set([1, 2, 3]));
  expect(tf.memory().numTensors).toBe(numTensors);
});

it("a request that began with a model is answered by it, whatever comes after", async () => {
  const registry = await makeRegistry(1, 2);
  const service = await makeService({ registry });
  const [before, next] = [service.serving.required(), await bringModel(registry, 2, tf)];
  const asked = service.serving.use(async (model) => {
    service.serving.switchTo(next);
    const scores = await model.score([makeCustomer() as never]);
    return { version: model.facts.version, scores };
  });
  expect(await asked).toMatchObject({ version: 1 });
  expect(answering(service)).toBe(2);
  expect(() => before.bundle.model.predict(new Float32Array(12))).toThrow(/disposed/);
});

it("a version that is rolled back while it is brought does not answer", async () => {
  const registry = await makeRegistry(1, 2);
  let asked = 0;
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const slow: Registry = Object.assign(Object.create(registry), {
    aliases: () => {
      asked++;
      return registry.aliases();
    },
    get: (version: number) => registry.get(version),
    download: async (version: number, into: string) => {
      await arrived;
      return registry.download(version, into);
    },
  });
  const { service, said, brought } = await following(registry, slow);
  const { numTensors } = tf.memory();
  await moveAlias(registry, "production", 2);
  await expect.poll(() => brought).toEqual([2]);
  await moveAlias(registry, "production", 1);
  const before = asked;
  arrive();
  await expect.poll(() => asked - before).toBeGreaterThan(2); // the look after it, and the next one
  expect(answering(service)).toBe(1);
  expect(said).toEqual([]);
  expect(tf.memory().numTensors).toBe(numTensors);
});

describe("a version that is not fit", () => {
  it("is refused once and the old one goes on, until the alias is somewhere else", async () => {
    const registry = await makeRegistry(1, 3);
    const { folder } = await makeBundle(join(temporaryFolder(), "bundle"), { seed: 2 });
    const golden: Golden = JSON.parse(readFileSync(join(folder, "golden.json"), "utf8"));
    writeFileSync(join(folder, "golden.json"), JSON.stringify(golden.map((one) => ({ ...one, score: 0.123 }))));
    await resealBundle(folder);
    expect((await addVersion(registry, folder)).version).toBe(3);
    const { service, brought, said } = await following(registry);

    await moveAlias(registry, "production", 3);
    await expect.poll(() => service.serving.refused?.version).toBe(3);
    await looks();
    expect(brought).toEqual([3]);
    expect(said).toEqual(["version 3 is refused, version 1 goes on"]);
    expect(await (await fetch(`${service.url}/ready`)).json()).toMatchObject({
      model: { version: 1 },
      refused: { version: 3, why: expect.stringMatching(/golden rows/) },
    });
    expect(await (await service.post(makeCustomer())).json()).toMatchObject({ model: { version: 1 } });

    await moveAlias(registry, "production", 1);
    await expect.poll(() => service.serving.refused).toBeUndefined();
    await moveAlias(registry, "production", 3);
    await expect.poll(() => brought).toEqual([3, 3]);
    await moveAlias(registry, "production", 2);
    await expect.poll(() => answering(service)).toBe(2);
    expect(service.serving.refused).toBeUndefined();
  });

  it("is refused when its bytes are not those that were registered", async () => {
    const registry = await makeRegistry(1, 2);
    writeFileSync(join(registry.location, "v2/weights.bin"), "other bytes");
    const { service } = await following(registry);
    await moveAlias(registry, "production", 2);
    await expect.poll(() => service.serving.refused?.why).toMatch(/other bytes than were registered/);
    expect(answering(service)).toBe(1);
  });
});

describe("a registry that is away", () => {
  const away = () =>
    new PipelineError("UNREACHABLE", { what: "nobody answers", where: "a test", fix: "start the server" });

  it("is told of once; the old model goes on, and the alias is followed when it is back", async () => {
    const registry = await makeRegistry(1, 2);
    let isAway = false;
    const flaky: Registry = Object.assign(Object.create(registry), {
      location: registry.location,
      aliases: () => (isAway ? Promise.reject(away()) : registry.aliases()),
      get: (version: number) => registry.get(version),
      download: (version: number, into: string) => registry.download(version, into),
    });
    const { service, said } = await following(registry, flaky);
    isAway = true;
    await moveAlias(registry, "production", 2);
    await looks();
    expect(answering(service)).toBe(1);
    expect(said).toEqual(["production can't be followed, version 1 goes on: nobody answers"]);
    isAway = false;
    await expect.poll(() => said.at(-1)).toBe("the registry is as it should be again");
    expect(answering(service)).toBe(2);
  });

  it("in the middle of a download is no fault of the version", async () => {
    const registry = await makeRegistry(1, 2);
    let failures = 2;
    const flaky: Registry = Object.assign(Object.create(registry), {
      aliases: () => registry.aliases(),
      get: (version: number) => registry.get(version),
      download: (version: number, into: string) =>
        failures-- > 0 ? Promise.reject(away()) : registry.download(version, into),
    });
    const { service } = await following(registry, flaky);
    await moveAlias(registry, "production", 2);
    await expect.poll(() => answering(service)).toBe(2);
    expect(service.serving.refused).toBeUndefined();
  });
});
