import {
  type Dataset,
  featureColumns,
  PARTS,
  type Part,
  type Reference,
  type TransformerState,
  targetColumn,
} from "@churn/contracts";
import { countSql, sqlName, type Tables } from "@churn/tables";
import { PART } from "./split.ts";

/** Standard errors by which the missing share of a part may differ from that of the whole table. */
const TOLERATED_ERRORS = 5;

/** Faults that only the split and fitted table can show; none when it may be trained on. */
export async function checkFeatures(
  tables: Tables,
  dataset: Dataset,
  state: TransformerState,
  reference: Reference,
): Promise<string[]> {
  return [
    ...constantColumns(state, reference),
    ...(await oneSidedParts(tables, dataset)),
    ...(await unevenParts(tables, dataset)),
  ];
}

function constantColumns(state: TransformerState, { columns, rows }: Reference): string[] {
  return state.columns.flatMap((fitted) => {
    const { kind, column } = fitted;
    const { shares, missingShare } = columns[column] as Reference["columns"][string];
    const constant =
      kind === "number"
        ? fitted.quantiles[0] === fitted.quantiles.at(-1)
        : shares.filter((share) => share > 0).length <= 1;
    return constant && missingShare < 1
      ? [`${column} has one and the same value in all ${rows} training rows, so the ${kind} says nothing`]
      : [];
  });
}

async function oneSidedParts(tables: Tables, dataset: Dataset): Promise<string[]> {
  const parts = await tables.rows<{ part: Part; rows: number; churners: number }>(
    `select ${PART} as part, count(*)::integer as rows, sum(${sqlName(targetColumn(dataset).name)})::integer as churners
     from customers group by all`,
  );
  return PARTS.flatMap((name) => {
    const { rows, churners } = parts.find(({ part }) => part === name) ?? { rows: 0, churners: 0 };
    return churners === 0 || churners === rows
      ? [`the ${name} part has ${rows} rows, ${churners} of them churners: it needs both kinds of customers`]
      : [];
  });
}

async function unevenParts(tables: Tables, dataset: Dataset): Promise<string[]> {
  const features = featureColumns(dataset);
  const missing = features.map((column, i) => `${countSql(`${sqlName(column.name)} is null`)} as c${i}`);
  const parts = await tables.rows<{ part: string; rows: number } & Record<string, number>>(
    `select ${PART} as part, count(*)::integer as rows, ${missing.join(", ")} from customers group by all order by part`,
  );
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return features.flatMap(({ name }, i) => {
    const share = parts.reduce((sum, part) => sum + (part[`c${i}`] as number), 0) / rows;
    return parts
      .filter((part) => {
        const error = Math.sqrt((share * (1 - share)) / part.rows);
        return Math.abs((part[`c${i}`] as number) / part.rows - share) > TOLERATED_ERRORS * error + 1 / part.rows;
      })
      .map((part) => `${name} is missing in another share of the ${part.part} part than of the whole table`);
  });
}
