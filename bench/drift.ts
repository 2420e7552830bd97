// `npm run bench:drift`: how often the monitor calls drift where there is none, and how often where there is some
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "@churn/contracts";
import { detectDrift, readReference } from "@churn/monitor";
import { readParams } from "@churn/runtime";
import { root } from "@churn/tools/project.mjs";
import { dayOf, makeTable } from "@churn/warehouse";
import { getBorderCharacters, table } from "table";

const SAMPLES = { calm: 200, drifting: 50 };
const SIZES = [500, 2_000];
/** Shares of the customers that belong to the changed business: 1 = all. */
const PLANTED = [0.25, 0.5, 1];
const CALM_DAYS = ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31", "2027-03-31"].map(dayOf);
const CHANGED_DAY = dayOf("2027-03-31");
const INDICES = [0.02, 0.05, 0.1, 0.2];

const { drift: thresholds } = await readParams(join(root, "params.yaml"));
const dataset = await loadDataset("subscriptions");
const reference = await readReference(join(root, "models/churn"), null);
const work = mkdtempSync(join(tmpdir(), "churn-bench-"));
let seed = 1_000; // each sample is a business of its own, none is that of data/customers.csv

try {
  const head = ["customers", "changed", "samples", ...INDICES.map((index) => `PSI > ${index}`)];
  const lines: (string | number)[][] = [];
  for (const rows of SIZES) {
    lines.push(await alarms(rows, 0, SAMPLES.calm));
    for (const share of PLANTED) lines.push(await alarms(rows, share, SAMPLES.drifting));
  }
  console.log(`drift called, p < ${thresholds.significance}; params.yaml asks for a PSI above ${thresholds.psi}`);
  console.log(
    table([head, ...lines], {
      columnDefault: { alignment: "right" },
      border: getBorderCharacters("void"),
      drawHorizontalLine: () => false,
    }),
  );
} finally {
  rmSync(work, { recursive: true });
}

/** Shares of the samples that alarm, one for each index. */
async function alarms(rows: number, changed: number, samples: number): Promise<(string | number)[]> {
  const alarmed = INDICES.map(() => 0);
  for (let sample = 0; sample < samples; sample++) {
    const path = await makeSample(rows, changed, CALM_DAYS[sample % CALM_DAYS.length] as number);
    const { checks, performance } = await detectDrift(path, reference, dataset, thresholds);
    const hasFailed = performance?.some(({ failed }) => failed.length > 0);
    INDICES.forEach((index, i) => {
      const shown = checks.some(({ pValue, psi }) => pValue < thresholds.significance && psi > index);
      if (shown || hasFailed) alarmed[i] = (alarmed[i] as number) + 1;
    });
  }
  const shares = alarmed.map((count) => `${((100 * count) / samples).toFixed(1)} %`);
  return [rows, `${100 * changed} %`, samples, ...shares];
}

async function makeSample(rows: number, changed: number, calmDay: number): Promise<string> {
  const path = join(work, "sample.csv");
  const linesOf = async (drift: boolean, asOf: number): Promise<string[]> => {
    await makeTable(path, { seed: seed++, rows, drift }, asOf);
    return readFileSync(path, "utf8").trimEnd().split("\n");
  };
  const count = Math.round(changed * rows);
  const [header = "", ...calm] = await linesOf(false, changed > 0 ? CHANGED_DAY : calmDay);
  const [, ...drifting] = count > 0 ? await linesOf(true, CHANGED_DAY) : [];
  writeFileSync(path, `${[header, ...calm.slice(count), ...drifting.slice(0, count)].join("\n")}\n`);
  return path;
}
