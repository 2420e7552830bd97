import type { Expectations } from "@churn/contracts";

/** In what a new table is further from the old expectations than they allow, a line each. */
export function expectationChanges(old: Expectations, now: Expectations): string[] {
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
  return changes;
}
