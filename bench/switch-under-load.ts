import { cpSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bundleDigests, readBundle } from "@churn/bundle";
import { FolderRegistry } from "@churn/registry";
import { readJson, writeJson } from "@churn/runtime";
import { root } from "@churn/tools/project.mjs";
import { z } from "zod";
import { startOurs } from "./services.ts";

const SWITCHES = 50;
const CONNECTIONS = 8;

/** Moves `production` between two versions while customers are scored: which requests failed, and how long they took. */
export async function switchUnderLoad(work: string, customer: object): Promise<void> {
  const registry = new FolderRegistry(join(work, "registry/churn"));
  const digests = [await register(registry, work, 0.5), await register(registry, work, 0.6)];
  await move(registry, 1);
  const service = await startOurs(work);
  const milliseconds: number[] = [];
  let [failed, mixed, isOver] = [0, 0, false];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const ask = async () => {
    while (!isOver) {
      const started = performance.now();
      const { status, text } = await post(service.score, service.body([customer]), agent).catch(() => FAILED);
      milliseconds.push(performance.now() - started);
      if (status !== 200) failed++;
      else if (!isOfOneModel(JSON.parse(text).model, digests)) mixed++;
    }
  };
  const asking = Array.from({ length: CONNECTIONS }, ask);
  try {
    for (let time = 1; time <= SWITCHES; time++) {
      const version = (time % 2) + 1;
      await move(registry, version);
      while (((await (await fetch(`${service.url}/ready`)).json()) as Ready).model.version !== version) await delay(20);
    }
  } finally {
    isOver = true;
    await Promise.all(asking);
    await service.stop();
  }
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1);
  console.log(
    `${SWITCHES} switches, ${sorted.length.toLocaleString("en-US")} requests: ${failed} failed, ${mixed} mixed`,
  );
  console.log(`p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
}

type Ready = { model: { version: number } };
const FAILED = { status: 0, text: "" };

const isOfOneModel = (model: { version: number; modelDigest: string }, digests: readonly string[]) =>
  digests[model.version - 1] === model.modelDigest;

const move = (registry: FolderRegistry, to: number) =>
  registry.setAlias({ alias: "production", to, at: new Date().toISOString(), by: "bench", why: "bench" });

/** The release that is here, with another threshold: another model to everybody who compares digests. */
async function register(registry: FolderRegistry, work: string, threshold: number): Promise<string> {
  const folder = join(work, `bundle-${threshold}`);
  cpSync(join(root, "models/churn"), folder, { recursive: true });
  for (const [name, change] of [
    ["signature.json", async () => ({ threshold })],
    ["lineage.json", async () => ({ modelDigest: (await bundleDigests(folder)).modelDigest })],
  ] as const) {
    const content = await readJson(join(folder, name), z.looseObject({}), "run `npm start`");
    writeJson(join(folder, name), { ...content, ...(await change()) });
  }
  const { modelDigest, releaseDigest, lineage, signature } = await readBundle(folder);
  const { git, gates, metrics } = lineage;
  await registry.add(folder, {
    modelDigest,
    releaseDigest,
    registeredAt: new Date().toISOString(),
    registeredBy: "bench",
    dataset: signature.dataset,
    metrics: { accuracy: metrics.accuracy as number, f1_score: metrics.f1_score, roc_auc: metrics.roc_auc },
    gates,
    dvcLock: null,
    git,
  });
  return modelDigest;
}

function post(url: string, body: string, agent: Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const asked = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text })).on("error", reject);
    });
    asked.on("error", reject).end(body);
  });
}
