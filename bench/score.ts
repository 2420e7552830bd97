// `npm run bench:score`: batch scoring beside `peer.py score`, the same customers, a CSV in and a Parquet file out
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { getBorderCharacters, table } from "table";
import { type Cost, here, makeWork, measure, python, simulatedTable } from "./measure.ts";

const ROUNDS = 3;
const ROWS = 1_000_000;
const MORE_ROWS = 3_000_000;

const work = makeWork();
try {
  const data = await simulatedTable(ROWS);
  const out = join(work, "peer");
  const small = await simulatedTable(20_000);
  measure([python, here("peer.py"), "preprocess", "--data", small, "--out", out], work);
  measure([python, here("peer.py"), "train", "--epochs", "1", "--out", out], work);
  const ours: Cost[] = [];
  const peers: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(score(data));
    peers.push(measure([python, here("peer.py"), "score", "--data", data, "--out", out], work));
  }
  const more = score(await simulatedTable(MORE_ROWS));
  const [ourBest, peerBest] = [best(ours), best(peers)];
  const head = ["", "customers", "seconds", "CPU seconds", "peak MiB"];
  const lines = [line("here", ROWS, ourBest), line("pandas and Keras", ROWS, peerBest), line("here", MORE_ROWS, more)];
  console.log(`the best of ${ROUNDS} rounds; with the model in models/churn`);
  console.log(
    table([head, ...lines], {
      columns: [{ alignment: "left" }],
      columnDefault: { alignment: "right" },
      border: getBorderCharacters("void"),
      drawHorizontalLine: () => false,
    }),
  );
  console.log(`here / peer: ${(ourBest.seconds / peerBest.seconds).toFixed(2)}`);
} finally {
  rmSync(work, { recursive: true });
}

function score(data: string): Cost {
  const program = join(root, "packages/serve/src/score.cli.ts");
  const paths = ["--in", data, "--out", join(work, "scores.parquet"), "--bundle", join(root, "models/churn")];
  return measure([process.execPath, "--import", import.meta.resolve("tsx/esm"), program, ...paths], work);
}

function best(costs: readonly Cost[]): Cost {
  return costs.toSorted((a, b) => a.seconds - b.seconds)[0] as Cost;
}

function line(who: string, rows: number, { seconds, cpuSeconds, peakMib }: Cost): (string | number)[] {
  return [who, rows.toLocaleString("en-US"), seconds.toFixed(1), cpuSeconds.toFixed(1), peakMib];
}
