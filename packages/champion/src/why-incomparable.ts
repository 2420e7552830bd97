import type { Bundle } from "@churn/bundle";
import {
  type Column,
  type ColumnState,
  type Dataset,
  idColumn,
  type Signature,
  type TransformerState,
  targetColumn,
} from "@churn/contracts";

/** Why a champion can't score this dataset's customers, or not the same ones; none when it can. */
export function whyIncomparable(
  dataset: Dataset,
  { signature }: Pick<Bundle, "signature">,
  { columns }: TransformerState,
): string[] {
  const { dataset: name, id, target } = signature;
  if (name !== dataset.name) return [`it is a model of ${name}, not of ${dataset.name}`];
  return [
    ...(id === idColumn(dataset).name
      ? []
      : [`it knows customers by ${id}, the contract by ${idColumn(dataset).name}`]),
    ...(target === targetColumn(dataset).name ? [] : [`it predicts ${target}, not ${targetColumn(dataset).name}`]),
    ...columns.flatMap((state) => columnFault(state, dataset, signature)),
  ];
}

function columnFault({ column: name, kind }: ColumnState, dataset: Dataset, { inputs }: Signature): string[] {
  const column = dataset.columns[name];
  if (column?.role !== "feature") return [`it needs ${name}, which the contract no longer has`];
  if (kindOf(column) !== kind) return [`it reads ${name} as a ${kind}, and the contract as a ${kindOf(column)}`];
  const unit = inputs.find((input) => input.name === name)?.unit;
  if (!("unit" in column) || unit === column.unit) return [];
  return [`it reads ${name} in ${unit}, and the contract in ${column.unit}`];
}

const kindOf = ({ type }: Column): string => (type === "integer" || type === "decimal" ? "number" : type);
