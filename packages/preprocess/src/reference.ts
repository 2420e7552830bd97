import { type Dataset, featureColumns, type Reference, type TransformerState, targetColumn } from "@churn/contracts";
import { binsSql, countsSql, sqlName, type Tables, valuesOf } from "@churn/tables";
import { PART } from "./split.ts";

/** How the training part is distributed: deciles of numbers, shares of categories and flags, missing shares. */
export async function trainingReference(tables: Tables, dataset: Dataset, state: TransformerState): Promise<Reference> {
  const counts: string[] = [];
  const columns = featureColumns(dataset).map((column, i) => {
    const fitted = state.columns[i];
    const values = valuesOf(column);
    const edges = fitted?.kind === "number" ? deciles(fitted.quantiles) : undefined;
    const bins = binsSql(column.name, { edges, values });
    counts.push(`${countsSql([`${sqlName(column.name)} is null`, ...bins])} as c${i}`);
    return { name: column.name, edges, categories: edges ? undefined : [...values] };
  });
  const target = sqlName(targetColumn(dataset).name);
  const [row] = (await tables.rows<{ rows: number; churners: number } & Record<string, number[]>>(
    `select count(*)::integer as rows, sum(${target})::integer as churners, ${counts.join(", ")}
     from customers where ${PART} = 'train'`,
  )) as [{ rows: number; churners: number } & Record<string, number[]>];

  return {
    rows: row.rows,
    churnRate: row.churners / row.rows,
    columns: Object.fromEntries(
      columns.map(({ name, edges, categories }, i) => {
        const [missing, ...present] = row[`c${i}`] as [number, ...number[]];
        const total = Math.max(1, row.rows - missing);
        const shares = present.map((n) => n / total);
        return [
          name,
          {
            missingShare: missing / row.rows,
            ...(edges ? { edges } : {}),
            ...(categories ? { categories } : {}),
            shares,
          },
        ];
      }),
    ),
  };
}

/** Inner decile edges, without repeats. */
function deciles(quantiles: readonly number[]): number[] {
  const at = (share: number) => quantiles[Math.round(share * (quantiles.length - 1))] as number;
  return [...new Set(Array.from({ length: 9 }, (_, i) => at((i + 1) / 10)))];
}
