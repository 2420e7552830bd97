// `npm run bench:serve`: the service beside `mlflow models serve` with the same model; `… switch`, `… million`: alone
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "@churn/tools/project.mjs";
import autocannon from "autocannon";
import { getBorderCharacters, table } from "table";
import { type Service, startOurs, startPeer } from "./services.ts";
import { switchUnderLoad } from "./switch-under-load.ts";

const golden: { row: object; score: number }[] = JSON.parse(
  readFileSync(join(root, "models/churn/golden.json"), "utf8"),
);
const customers = (count: number) => Array.from({ length: count }, (_, i) => golden[i % golden.length]?.row as object);

const LOADS = [
  { name: "1 customer, 1 connection", rows: 1, connections: 1 },
  { name: "1 customer, 8 connections", rows: 1, connections: 8 },
  { name: "64 customers, 4 connections", rows: 64, connections: 4 },
  { name: "1,000 customers, 2 connections", rows: 1_000, connections: 2 },
];
const ROUNDS = 3;
const SECONDS = 5;

const work = mkdtempSync(join(tmpdir(), "churn-bench-serve-"));
const modes: Record<string, () => Promise<void>> = {
  compare,
  switch: () => switchUnderLoad(work, customers(1)[0]!),
  million,
};
const { positionals } = parseArgs({ allowPositionals: true });
try {
  for (const name of positionals.length > 0 ? positionals : ["compare", "switch"]) {
    const mode = modes[name];
    if (!mode) throw new Error(`${name}: expected one of ${Object.keys(modes).join(", ")}`);
    await mode();
  }
} finally {
  rmSync(work, { recursive: true });
}

type Found = { requests: number; p99: number };

async function compare(): Promise<void> {
  const rounds: Record<"ours" | "peer", { ready: number; loads: Found[] }[]> = { ours: [], peer: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.ours.push(await measure(await startOurs()));
    rounds.peer.push(await measure(await startPeer(work)));
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  const line = (name: string, of: (round: { ready: number; loads: Found[] }) => number, digits: number) => {
    const [ours, peer] = [median(rounds.ours.map(of)), median(rounds.peer.map(of))];
    const shown = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: digits });
    return [name, shown(ours), shown(peer), (ours / peer).toFixed(2)];
  };
  const lines = LOADS.flatMap(({ name, rows }, i) => [
    line(`${name}: customers/s`, ({ loads }) => (loads[i]?.requests ?? 0) * rows, 0),
    line(`${name}: p99, ms`, ({ loads }) => loads[i]?.p99 ?? Number.NaN, 1),
  ]);
  print([["", "here", "mlflow", "ratio"], line("start to ready, s", ({ ready }) => ready, 2), ...lines]);
}

async function measure(service: Service): Promise<{ ready: number; loads: Found[] }> {
  try {
    await requireSameScores(service);
    const loads: Found[] = [];
    for (const { rows, connections } of LOADS) {
      await load(service, rows, { connections, duration: 2 });
      loads.push(await load(service, rows, { connections, duration: SECONDS }));
    }
    return { ready: service.secondsToReady, loads };
  } finally {
    await service.stop();
  }
}

/** Whatever is measured gives the scores that came with the model. */
async function requireSameScores({ score, body }: Service): Promise<void> {
  const answer = await fetch(score, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: body(customers(golden.length)),
  });
  const { scores, predictions } = (await answer.json()) as {
    scores?: { probability: number }[];
    predictions?: number[];
  };
  const found = predictions ?? scores?.map(({ probability }) => probability) ?? [];
  const furthest = Math.max(...golden.map((one, i) => Math.abs(one.score - (found[i] ?? Number.NaN))));
  if (!(furthest <= 1e-6)) throw new Error(`${score} gives other scores: up to ${furthest} from the golden ones`);
}

async function load(
  { score, body }: Service,
  rows: number,
  options: { connections: number; duration?: number; amount?: number },
): Promise<Found> {
  const headers = { "content-type": "application/json" };
  const result = await autocannon({ url: score, method: "POST", headers, body: body(customers(rows)), ...options });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0) throw new Error(`${failed} requests failed at ${score}`);
  return { requests: result["2xx"] / result.duration, p99: result.latency.p99 };
}

/** A million requests, and what the process holds after each tenth of them. */
async function million(): Promise<void> {
  const service = await startOurs();
  try {
    for (let tenth = 1; tenth <= 10; tenth++) {
      const { requests } = await load(service, 1, { connections: 16, amount: 100_000 });
      const text = await (await fetch(`${service.url}/metrics`)).text();
      const value = (name: string) => Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
      const mib = (name: string) => `${(value(name) / 2 ** 20).toFixed(0)} MiB`;
      const memory = `resident ${mib("process_resident_memory_bytes")}, heap ${mib("nodejs_heap_size_used_bytes")}`;
      const answered = `${(tenth * 100_000).toLocaleString("en-US")} requests, ${requests.toFixed(0)}/s`;
      console.log(`${answered}: ${value("churn_tensors")} tensors, ${memory}`);
    }
  } finally {
    await service.stop();
  }
}

function print(lines: readonly (readonly string[])[]): void {
  console.log(
    table(lines, {
      border: getBorderCharacters("void"),
      drawHorizontalLine: () => false,
      columnDefault: { alignment: "right" },
      columns: [{ alignment: "left" }],
    }).trimEnd(),
  );
}
