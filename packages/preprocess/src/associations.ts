import { type Dataset, type Expectations, LEAK_AREA, targetColumn } from "@churn/contracts";
import { associations, type Bin, churnRate, separation, type TableFacts } from "@churn/tables";

const SHOWN = 4;

/** Columns that go with leaving otherwise than expected: labels or values that were inverted, mixed up or shifted. */
export function associationErrors(dataset: Dataset, expectations: Expectations, { churn }: TableFacts): string[] {
  const target = targetColumn(dataset).name;
  const changed = Object.entries(expectations.associations).flatMap(([name, { areas, tolerance }]) => {
    const bins = churn[name];
    if (bins === undefined) return [];
    const type = dataset.columns[name]?.type;
    const found = associations(bins, type === "integer" || type === "decimal");
    return Object.entries(areas).flatMap(([value, expected]) => {
      const area = found[value];
      if (area === undefined || Math.abs(area - expected) <= tolerance) return [];
      return [`${name} ${value} ${area.toFixed(3)} instead of ${expected.toFixed(3)} ± ${tolerance.toFixed(3)}`];
    });
  });
  if (changed.length === 0) return [];
  const more = changed.length > SHOWN ? `; and ${changed.length - SHOWN} more` : "";
  return [`${target} goes with other values than expected (ROC AUC): ${changed.slice(0, SHOWN).join("; ")}${more}`];
}

/** A value counts when at least so many customers, and so large a share of all, have it. */
const FEWEST_CUSTOMERS = 40;
const SMALLEST_SHARE = 0.01;
/** Share of churners from which on a value is taken for their mark. */
const MARK_RATE = 0.9;

/** Features that know the answer, wholly or for some customers. */
export function leakErrors(dataset: Dataset, { churn }: TableFacts): string[] {
  const limit = dataset.leakArea ?? LEAK_AREA;
  return Object.entries(churn).flatMap(([name, bins]) => {
    const area = separation(bins);
    if (area > limit) {
      return [
        `${name} alone tells who leaves with a ROC AUC of ${area.toFixed(3)}, above ${limit}: it knows the answer`,
      ];
    }
    const mark = bins.find((bin) => churnRate(bin) >= MARK_RATE && isMany(bin, bins));
    if (!mark) return [];
    const share = `${(100 * churnRate(mark)).toFixed(1)} %`;
    return [`${name}: of the customers with ${shown(mark.value)}, ${share} leave: it knows the answer for these`];
  });
}

const shown = (value: string | null) => {
  if (value === null) return "no value";
  return /\.\d{4,}$/.test(value) ? `${Number(value).toPrecision(4)} or more` : value;
};

function isMany({ churners, stayers }: Bin, bins: readonly Bin[]): boolean {
  const all = bins.reduce((sum, bin) => sum + bin.churners + bin.stayers, 0);
  return churners + stayers >= Math.max(FEWEST_CUSTOMERS, SMALLEST_SHARE * all);
}
