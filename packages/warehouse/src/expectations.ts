import { statSync } from "node:fs";
import { type Dataset, type Expectations, featureColumns, PipelineError } from "@churn/contracts";
import { associations, type Bin, type TableFacts, tableFacts } from "@churn/tables";

const SHARE_TOLERANCE = 0.05;
/** Of the way from the 10 % to the 90 % quantile. */
const QUANTILE_TOLERANCE = 0.15;
const ROWS_TOLERANCE = 0.3;
const AREA_TOLERANCE = 0.03;
/** Standard errors of a difference of two areas. */
const AREA_ERRORS = 4;
const TWIN_TOLERANCE = 0.01;

/** What a CSV table of a dataset looks like now, with how far a later one may be from it. */
export async function measureExpectations(path: string, dataset: Dataset): Promise<Expectations> {
  return expectationsOf(dataset, await tableFacts(dataset, path, statSync(path).size));
}

function expectationsOf(dataset: Dataset, facts: TableFacts): Expectations {
  if (facts.rows === 0) {
    throw new PipelineError("CHECK_FAILED", {
      what: `the table of ${dataset.name} has no row that can be read`,
      where: "the table",
      fix: "give a CSV file with a header and rows",
    });
  }
  const expected: Expectations = {
    dataset: dataset.name,
    minRows: Math.max(1, Math.floor(facts.rows * (1 - ROWS_TOLERANCE))),
    missingShares: {},
    shares: {},
    quantiles: {},
    asOf: facts.asOf ?? null,
    associations: {},
    twins: { ...facts.twins, rows: facts.rows, tolerance: TWIN_TOLERANCE },
  };
  for (const [name, { missing, quantiles, shares }] of Object.entries(facts.columns)) {
    if (featureColumns(dataset).some((column) => column.name === name && column.missing !== "forbidden")) {
      expected.missingShares[name] = { share: rounded(missing.count / facts.rows), tolerance: SHARE_TOLERANCE };
    }
    if (Object.keys(shares).length > 0) {
      const entries = Object.entries(shares).map(([value, share]) => [value, rounded(share)]);
      expected.shares[name] = { shares: Object.fromEntries(entries), tolerance: SHARE_TOLERANCE };
    }
    if (quantiles) {
      const tolerance = QUANTILE_TOLERANCE * (quantiles.p90 - quantiles.p10);
      const isInteger = dataset.columns[name]?.type === "integer";
      expected.quantiles[name] = {
        ...quantiles,
        tolerance: isInteger ? Math.max(1, Math.round(tolerance)) : Math.max(0.01, Math.round(tolerance * 100) / 100),
      };
    }
  }
  for (const [name, bins] of Object.entries(facts.churn)) {
    const type = dataset.columns[name]?.type;
    const areas = associations(bins, type === "integer" || type === "decimal");
    const entries = Object.entries(areas).map(([value, area]) => [value, rounded(area)]);
    expected.associations[name] = { areas: Object.fromEntries(entries), tolerance: areaTolerance(bins) };
  }
  return expected;
}

/** At least what chance does: the error of an area without association, Mann and Whitney (1947), doi:10.1214/aoms/1177730491. */
function areaTolerance(bins: readonly Bin[]): number {
  const churners = bins.reduce((sum, bin) => sum + bin.churners, 0);
  const stayers = bins.reduce((sum, bin) => sum + bin.stayers, 0);
  const error = Math.sqrt((churners + stayers + 1) / (12 * Math.max(1, churners) * Math.max(1, stayers)));
  return Math.min(0.5, Math.max(AREA_TOLERANCE, rounded(AREA_ERRORS * Math.SQRT2 * error)));
}

const rounded = (share: number) => Math.round(share * 10_000) / 10_000;
