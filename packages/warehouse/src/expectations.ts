import {
  type CategoryColumn,
  type Dataset,
  type Expectations,
  type FlagColumn,
  featureColumns,
  type TargetColumn,
  targetColumn,
} from "@churn/contracts";
import { castSql, csvHeader, csvSql, sqlName, sqlString, Tables } from "@churn/tables";

const SHARE_TOLERANCE = 0.05;
/** Of the way from the 10 % to the 90 % quantile. */
const QUANTILE_TOLERANCE = 0.15;
const ROWS_TOLERANCE = 0.3;

/** What a CSV table of a dataset looks like now, with how far a later one may be from it. Needs every column. */
export async function measureExpectations(path: string, dataset: Dataset): Promise<Expectations> {
  const source = csvSql(path, await csvHeader(path));
  return Tables.inMemory(async (tables) => {
    const one = async <T>(sql: string) => (await tables.rows<T>(sql))[0] as T;
    const { rows } = await one<{ rows: number }>(`select count(*)::integer as rows from ${source}`);
    const expected: Expectations = {
      dataset: dataset.name,
      minRows: Math.max(1, Math.floor(rows * (1 - ROWS_TOLERANCE))),
      missingShares: {},
      shares: {},
      quantiles: {},
    };
    for (const column of [...featureColumns(dataset), targetColumn(dataset)]) {
      const name = sqlName(column.name);
      if (column.role === "feature" && column.missing !== "forbidden") {
        const { missing } = await one<{ missing: number }>(
          `select count(*)::integer as missing from ${source} where ${name} is null`,
        );
        expected.missingShares[column.name] = { share: share(missing, rows), tolerance: SHARE_TOLERANCE };
      }
      if ("range" in column) {
        const { quantiles } = await one<{ quantiles: number[] | null }>(
          `select quantile_disc(${castSql(column.name, column)}::double, [0.1, 0.5, 0.9]) as quantiles from ${source}`,
        );
        if (quantiles) expected.quantiles[column.name] = quantileExpectation(quantiles, column.type === "integer");
      } else {
        const values = valuesOf(column);
        const counts = values.map(
          (value, i) => `(count(*) filter (where ${name} = ${sqlString(value)}))::integer as v${i}`,
        );
        const found = await one<Record<string, number>>(`select ${counts.join(", ")} from ${source}`);
        const shares = Object.fromEntries(values.map((value, i) => [value, share(found[`v${i}`] as number, rows)]));
        expected.shares[column.name] = { shares, tolerance: SHARE_TOLERANCE };
      }
    }
    return expected;
  });
}

function valuesOf(column: CategoryColumn | FlagColumn | TargetColumn): readonly string[] {
  if (column.type === "category") return column.categories;
  return column.type === "flag" ? ["0", "1"] : [column.negative, column.positive];
}

const share = (part: number, rows: number) => (rows === 0 ? 0 : Math.round((part / rows) * 10_000) / 10_000);

function quantileExpectation(quantiles: number[], isInteger: boolean): Expectations["quantiles"][string] {
  const [p10, p50, p90] = quantiles as [number, number, number];
  const tolerance = QUANTILE_TOLERANCE * (p90 - p10);
  return {
    p10,
    p50,
    p90,
    tolerance: isInteger ? Math.max(1, Math.round(tolerance)) : Math.max(0.01, Math.round(tolerance * 100) / 100),
  };
}
