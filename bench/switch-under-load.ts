import { cpSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bundleDigests, readBundle, readScorer, scoreRows } from "@churn/bundle";
import { Golden, SCORE_TOLERANCE, type ScoreAnswer } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { FolderRegistry } from "@churn/registry";
import { readEnvironment, readJson, writeBytes, writeJson } from "@churn/runtime";
import { root } from "@churn/tools/project.mjs";
import { z } from "zod";
import { startOurs } from "./services.ts";

const SWITCHES = 50;
const CONNECTIONS = 8;
/** The longest that a switch may take. */
const SWITCH_MS = 30_000;

/** A model, and the score that the customer gets from it. */
type Model = { readonly modelDigest: string; readonly score: number };

/** Moves `production` between two versions while customers are scored: which requests failed, and how long they took. */
export async function switchUnderLoad(work: string, customer: object): Promise<void> {
  const registry = new FolderRegistry(join(work, "registry/churn"));
  const models = [await register(registry, work, 1, customer), await register(registry, work, 0.9, customer)];
  if (models[0]?.score === models[1]?.score) throw new Error("the two models score this customer alike");
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
      else if (!isOfOneModel(JSON.parse(text), models)) mixed++;
    }
  };
  const asking = Array.from({ length: CONNECTIONS }, ask);
  try {
    for (let time = 1; time <= SWITCHES; time++) {
      const version = (time % 2) + 1;
      await move(registry, version);
      const deadline = performance.now() + SWITCH_MS;
      while (((await (await fetch(`${service.url}/ready`)).json()) as Ready).model.version !== version) {
        if (performance.now() > deadline) throw new Error(`version ${version} does not answer after ${SWITCH_MS} ms`);
        await delay(20);
      }
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

type Row = Golden[number]["row"];
type Ready = { model: { version: number } };
const FAILED = { status: 0, text: "" };

const isOfOneModel = ({ model, probability }: ScoreAnswer, models: readonly Model[]) => {
  const named = models[model.version - 1];
  return named?.modelDigest === model.modelDigest && Math.abs(named.score - probability) <= SCORE_TOLERANCE;
};

const move = (registry: FolderRegistry, to: number) =>
  registry.setAlias({ alias: "production", to, at: new Date().toISOString(), by: "bench", why: "bench" });

/** The release that is here, with weights that are smaller: another model. */
async function register(registry: FolderRegistry, work: string, scale: number, customer: object): Promise<Model> {
  const folder = join(work, `bundle-${scale}`);
  cpSync(join(root, "models/churn"), folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const weights = new Float32Array(new Uint8Array(readFileSync(at("weights.bin"))).buffer);
  writeBytes(at("weights.bin"), new Uint8Array(weights.map((weight) => scale * weight).buffer));
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  const { state, model } = await readScorer(folder, tf);
  const golden = await readJson(at("golden.json"), Golden, "run `npm start`");
  const [score = Number.NaN, ...scores] = scoreRows(state, model, [customer as Row, ...golden.map(({ row }) => row)]);
  writeJson(
    at("golden.json"),
    golden.map(({ row }, i) => ({ row, score: scores[i] })),
  );
  const sealed = await readJson(at("lineage.json"), z.looseObject({}), "run `npm start`");
  writeJson(at("lineage.json"), { ...sealed, modelDigest: (await bundleDigests(folder)).modelDigest });
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
  return { modelDigest, score };
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
