import { statSync } from "node:fs";
import { type Dataset, type Expectations, featureColumns, PipelineError } from "@churn/contracts";
import { type TableFacts, tableFacts } from "@churn/tables";

const SHARE_TOLERANCE = 0.05;
/** Of the way from the 10 % to the 90 % quantile. */
const QUANTILE_TOLERANCE = 0.15;
const ROWS_TOLERANCE = 0.3;

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
  return expected;
}

const rounded = (share: number) => Math.round(share * 10_000) / 10_000;
