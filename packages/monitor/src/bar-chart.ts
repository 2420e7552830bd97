import type { DriftDistribution } from "@churn/contracts";
import { type Html, html } from "./html.ts";
import { percent } from "./why-drift.ts";

const WIDTH = 320;
const HEIGHT = 120;

/** Two bars per bin, before and now, as SVG; its colours are the page's. */
export function barChart(name: string, bins: DriftDistribution["bins"]): Html {
  const most = Math.max(0.01, ...bins.flatMap(({ reference, current }) => [reference, current]));
  const step = WIDTH / bins.length;
  const bar = (kind: "before" | "now", share: number, i: number, bin: string) => {
    const height = (HEIGHT * share) / most;
    const x = i * step + (kind === "before" ? 0.1 : 0.5) * step;
    return html`<rect class="${kind}" x="${x.toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(0.4 * step).toFixed(1)}" height="${height.toFixed(1)}"><title>${bin}, ${kind}: ${percent(share)}</title></rect>`;
  };
  const bars = bins.flatMap(({ bin, reference, current }, i) => [
    bar("before", reference, i, bin),
    bar("now", current, i, bin),
  ]);
  const [first, last] = [bins[0]?.bin ?? "", bins.at(-1)?.bin ?? ""];
  return html`<svg viewBox="0 -14 ${WIDTH} ${HEIGHT + 30}" role="img" aria-label="${name}: shares before and now">
<rect class="before" x="${WIDTH - 100}" y="-12" width="8" height="8"></rect><text x="${WIDTH - 88}" y="-4">before</text>
<rect class="now" x="${WIDTH - 42}" y="-12" width="8" height="8"></rect><text x="${WIDTH - 30}" y="-4">now</text>
${bars}<text x="0" y="${HEIGHT + 13}">${first}</text><text x="${WIDTH}" y="${HEIGHT + 13}" text-anchor="end">${last}</text></svg>`;
}
