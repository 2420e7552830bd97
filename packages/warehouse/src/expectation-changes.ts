import { type Expectations, tooManyTwins } from "@churn/contracts";

/**
 * In what a new table is further from the old expectations than they allow, a line each.
 *
 * @param today - YYYY-MM-DD; no customer can have been seen later
 */
export function expectationChanges(old: Expectations, now: Expectations, today: string): string[] {
  const changes: string[] = [];
  const compare = (what: string, before: number | undefined, after: number | undefined, tolerance: number) => {
    if (before === undefined || after === undefined || Math.abs(after - before) <= tolerance) return;
    changes.push(`${what} ${before} → ${after}`);
  };
  for (const [name, { share, tolerance }] of Object.entries(old.missingShares)) {
    compare(`${name}, missing share`, share, now.missingShares[name]?.share, tolerance);
  }
  for (const [name, { shares, tolerance }] of Object.entries(old.shares)) {
    for (const [value, share] of Object.entries(shares)) {
      compare(`${name}, share of ${value}`, share, now.shares[name]?.shares[value], tolerance);
    }
  }
  for (const [name, quantiles] of Object.entries(old.quantiles)) {
    for (const quantile of ["p10", "p50", "p90"] as const) {
      compare(`${name}, ${quantile}`, quantiles[quantile], now.quantiles[name]?.[quantile], quantiles.tolerance);
    }
  }
  for (const [name, { areas, tolerance }] of Object.entries(old.associations)) {
    for (const [value, area] of Object.entries(areas)) {
      compare(`${name} ${value}, ROC AUC`, area, now.associations[name]?.areas[value], tolerance);
    }
  }
  return [...sizeChanges(old, now), ...changes, ...asOfChanges(old.asOf, now.asOf, today), ...twinChanges(old, now)];
}

const sizeChanges = ({ minRows }: Expectations, { twins: { rows } }: Expectations) =>
  rows < minRows ? [`rows, at least ${minRows} → ${rows}`] : [];

/** Going back is suspicious, and so is a day to come on either side; that time went on is not. */
function asOfChanges(old: Expectations["asOf"], now: Expectations["asOf"], today: string): string[] {
  if (!old || !now) return [];
  const isToCome = old.last !== now.last && (old.last > today || now.last > today);
  return [
    ...(isToCome ? [`last as-of date ${old.last} → ${now.last}`] : []),
    ...(now.first < old.first ? [`first as-of date ${old.first} → ${now.first}`] : []),
  ];
}

const twinChanges = ({ twins: old }: Expectations, { twins: now }: Expectations) =>
  tooManyTwins(old, now, now.rows).map((kind) => `twins, ${kind} ${old[kind].toFixed(4)} → ${now[kind].toFixed(4)}`);
