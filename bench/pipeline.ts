// `npm run bench`: validate, preprocess, train and evaluate beside peer.py, on the same table
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "@churn/tools/project.mjs";
import { getBorderCharacters, table } from "table";
import { parseDocument } from "yaml";
import { type Cost, here, makeWork, measure, python, simulatedTable, stage } from "./measure.ts";

const STAGES = ["validate", "preprocess", "train", "evaluate"] as const;
type Costs = Record<(typeof STAGES)[number], Cost>;

const SIZES = {
  default: { rows: 20_000, epochs: 20, batchSize: 256, rounds: 3, peer: true },
  million: { rows: 1_000_000, epochs: 5, batchSize: 1024, rounds: 3, peer: true },
  "ten-million": { rows: 10_000_000, epochs: 1, batchSize: 1024, rounds: 1, peer: false },
};

const { positionals } = parseArgs({ allowPositionals: true });
const work = makeWork();
try {
  for (const name of positionals.length > 0 ? positionals : ["default", "million"])
    await run(name as keyof typeof SIZES);
} finally {
  rmSync(work, { recursive: true });
}

async function run(name: keyof typeof SIZES): Promise<void> {
  const size = SIZES[name];
  if (size === undefined) throw new Error(`${name}: expected one of ${Object.keys(SIZES).join(", ")}`);
  const { rows, epochs, batchSize, rounds } = size;
  const data = await simulatedTable(rows);
  const params = writeParams({ epochs, batchSize });
  console.log(
    `\n${rows.toLocaleString("en-US")} customers, ${epochs} epochs, batches of ${batchSize}, ${rounds} rounds`,
  );
  const ours: Costs[] = [];
  const peers: Costs[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(measureOurs(params, data));
    if (size.peer) peers.push(measurePeer(data, size));
  }
  console.log(report(ours, peers));
}

/** The network of the peer: the same layers, optimizer, epochs and batches. */
function writeParams(changed: { epochs: number; batchSize: number }): string {
  const document = parseDocument(readFileSync(join(root, "params.yaml"), "utf8"));
  document.set("dataset", "subscriptions");
  const train = {
    seed: 42,
    hiddenUnits: [64, 32],
    activation: "relu",
    piecewiseLinearPieces: 0,
    dropout: 0,
    learningRate: 0.001,
    patience: changed.epochs,
    ...changed,
  };
  document.set("train", train);
  const path = join(work, "params.yaml");
  writeFileSync(path, document.toString());
  return path;
}

function measureOurs(params: string, data: string): Costs {
  const at = (name: string) => join(work, name);
  const run = (name: string, inputs: Record<string, string>, outputs: Record<string, string>) =>
    measure(stage(name, params, inputs, outputs), work);
  const [validation, features, model] = [at("validation.json"), at("features"), at("model")];
  return {
    validate: run("validate", { data }, { validation }),
    preprocess: run("preprocess", { data, validation }, { features }),
    train: run("train", { features }, { model, training: at("training") }),
    evaluate: run("evaluate", { features, model }, { evaluation: at("evaluation") }),
  };
}

function measurePeer(data: string, { epochs, batchSize }: { epochs: number; batchSize: number }): Costs {
  const out = join(work, "peer");
  mkdirSync(out, { recursive: true });
  const flags = ["--data", data, "--out", out, "--epochs", String(epochs), "--batch", String(batchSize)];
  return Object.fromEntries(
    STAGES.map((name) => [name, measure([python, here("peer.py"), name, ...flags], work)]),
  ) as Costs;
}

/** Medians over the rounds. */
function report(ours: Costs[], peers: Costs[]): string {
  const median = (costs: Costs[], of: (costs: Costs) => number) =>
    costs.map(of).toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;
  const line = (name: string, seconds: (c: Costs) => number, cpu: (c: Costs) => number, mib: (c: Costs) => number) => {
    const shown = (of: (c: Costs) => number, digits: number) => {
      const [us, peer] = [median(ours, of), median(peers, of)];
      const pair = [us.toFixed(digits), Number.isNaN(peer) ? "–" : peer.toFixed(digits)];
      return [...pair, Number.isNaN(peer) ? "–" : (us / peer).toFixed(2)];
    };
    return [name, ...shown(seconds, 2), ...shown(cpu, 2), ...shown(mib, 0)];
  };
  const total = (of: (cost: Cost) => number) => (costs: Costs) =>
    STAGES.reduce((sum, name) => sum + of(costs[name]), 0);
  const peak = (costs: Costs) => Math.max(...STAGES.map((name) => costs[name].peakMib));
  const head = ["", "s", "peer", "ratio", "CPU s", "peer", "ratio", "peak MiB", "peer", "ratio"];
  const lines = STAGES.map((name) =>
    line(
      name,
      (c) => c[name].seconds,
      (c) => c[name].cpuSeconds,
      (c) => c[name].peakMib,
    ),
  );
  const all = line(
    "all",
    total((cost) => cost.seconds),
    total((cost) => cost.cpuSeconds),
    peak,
  );
  return table([head, ...lines, all], {
    border: getBorderCharacters("void"),
    drawHorizontalLine: () => false,
    columnDefault: { alignment: "right" },
    columns: [{ alignment: "left" }],
  }).trimEnd();
}
