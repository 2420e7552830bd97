import { join } from "node:path";
import { type Dataset, FEATURE_FILES, PARTS, type Part, type TransformerState, targetColumn } from "@churn/contracts";
import { FeatureTransformer } from "@churn/features";
import { sqlName, sqlString, type Tables } from "@churn/tables";
import { PART } from "./split.ts";

/** Relative to the standard deviation; sums differ in their last digits with the order of the rows. */
const TOLERANCE = 1e-6;

/** Faults of what was written: held against the table by another way than the one that wrote it. */
export async function checkWritten(
  tables: Tables,
  dataset: Dataset,
  state: TransformerState,
  folder: string,
): Promise<string[]> {
  return [
    ...(await otherRows(tables, dataset, folder)),
    ...(await fittedElsewhere(tables, state)),
    ...hiddenGaps(state),
  ];
}

type Counts = { part: Part; rows: number; churners: number };

/** Each part must hold its own customers, all of them, once. */
async function otherRows(tables: Tables, dataset: Dataset, folder: string): Promise<string[]> {
  const churners = `coalesce(sum(${sqlName(targetColumn(dataset).name)}), 0)::integer as churners`;
  const expected = await tables.rows<Counts>(
    `select ${PART} as part, count(*)::integer as rows, ${churners} from customers group by all`,
  );
  const written = await tables.rows<Counts>(
    PARTS.map((part) => {
      const path = sqlString(join(folder, FEATURE_FILES[part]));
      return `select ${sqlString(part)} as part, count(*)::integer as rows, ${churners} from read_parquet(${path})`;
    }).join(" union all "),
  );
  return expected.flatMap(({ part, rows, churners }) => {
    const is = written.find((one) => one.part === part);
    return is?.rows === rows && is.churners === churners
      ? []
      : [
          `${FEATURE_FILES[part]} has ${is?.rows} rows with ${is?.churners} churners, the ${part} part has ${rows} with ${churners}`,
        ];
  });
}

/** Mean and standard deviation must be those of the training part: fitted to more, the held-out customers are in them. */
async function fittedElsewhere(tables: Tables, { columns }: TransformerState): Promise<string[]> {
  const numbers = columns.filter((column) => column.kind === "number");
  if (numbers.length === 0) return [];
  const aggregates = numbers.flatMap(({ column }, i) => [
    `avg(${sqlName(column)})::double as mean${i}`,
    `stddev_pop(${sqlName(column)})::double as scale${i}`,
  ]);
  const [found] = await tables.rows<Record<string, number>>(
    `select ${aggregates.join(", ")} from customers where ${PART} = 'train'`,
  );
  return numbers.flatMap(({ column, mean, scale }, i) => {
    const [trueMean, trueScale] = [found?.[`mean${i}`] as number, (found?.[`scale${i}`] as number) || 1];
    const isOf = Math.abs(mean - trueMean) + Math.abs(scale - trueScale) <= TOLERANCE * trueScale;
    return isOf
      ? []
      : [
          `the transformer was not fitted to the training part: ${column} has a mean of ${trueMean.toFixed(4)} there, it says ${mean.toFixed(4)}`,
        ];
  });
}

/** A missing value that is encoded as a present one is a customer whom the model takes for another. */
function hiddenGaps(state: TransformerState): string[] {
  return state.columns.flatMap((column) => {
    if (column.missing === null) return [];
    const alone = new FeatureTransformer({ ...state, columns: [column] });
    const values = Float64Array.of(Number.NaN, column.missing.fill);
    const features = alone.transformColumns({ [column.column]: values });
    return features.some(([missing, present]) => missing !== present)
      ? []
      : [`${column.column}: a missing value becomes the same features as ${column.missing.fill}`];
  });
}
