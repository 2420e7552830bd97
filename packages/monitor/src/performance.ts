import type { ScoredRows } from "@churn/champion";
import { type Dataset, type LabelledGroup, type Lineage, METRIC_NAMES, type Signature } from "@churn/contracts";
import { countChurners, evaluate, metricIntervals } from "@churn/metrics";
import { sliceRows, sqlName, sqlString, type Tables } from "@churn/tables";

/** Of churners and of stayers; with fewer the normal approximation of the intervals is not to be trusted. */
const FEWEST = 20;

/** What the model does on the customers whose label came back, all of them and slice by slice. */
export async function performance(
  tables: Tables,
  path: string,
  { rows, yScore }: ScoredRows,
  dataset: Dataset,
  { target, threshold }: Signature,
  gates: Lineage["gates"],
): Promise<LabelledGroup[] | null> {
  const labels = await labelsOf(tables, path, target);
  const places = new Map(rows.flatMap((row, place) => (Number.isNaN(labels[row]!) ? [] : [[row, place]])));
  if (places.size === 0) return null;
  const slices = await sliceRows(tables, dataset, path);
  const groups = [{ name: null, rows: [...places.keys()] }, ...slices];
  return groups.map(({ name, rows }) => {
    const known = rows.filter((row) => places.has(row));
    const yTrue = Float32Array.from(known, (row) => labels[row]!);
    const scores = Float32Array.from(known, (row) => yScore[places.get(row)!]!);
    return judgeGroup(name, yTrue, scores, threshold, gates);
  });
}

function judgeGroup(
  slice: string | null,
  yTrue: Float32Array,
  yScore: Float32Array,
  threshold: number,
  gates: Lineage["gates"],
): LabelledGroup {
  const churners = countChurners(yTrue);
  const isEnough = Math.min(churners, yTrue.length - churners) >= FEWEST;
  const intervals = isEnough ? metricIntervals(yTrue, yScore, threshold) : null;
  const failed = METRIC_NAMES.filter((metric) => {
    const interval = intervals?.[metric];
    const gate = gates.find((one) => one.metric === metric && one.slice === slice);
    if (!interval || !gate) return false;
    return gate.atLeast ? interval.upper < gate.threshold : interval.lower > gate.threshold;
  });
  return {
    slice,
    rows: yTrue.length,
    churners,
    ...evaluate(yTrue, yScore, threshold),
    intervals,
    failed,
  };
}

/** NaN where none came back. */
async function labelsOf(tables: Tables, path: string, target: string): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const sql = `select coalesce(${sqlName(target)}::float, 'NaN'::float) from read_parquet(${sqlString(path)})`;
  for await (const [part] of tables.stream<Float32Array>(sql)) parts.push(part as Float32Array);
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
