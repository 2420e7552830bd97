import {
  type Dataset,
  type FeatureColumn,
  featureColumns,
  idColumn,
  type Named,
  type Signature,
  type SignatureInput,
  targetColumn,
} from "@churn/contracts";

/** The input contract of the model: every feature in the order of the dataset contract, and how it decides. */
export function signatureOf(dataset: Dataset, threshold: number): Signature {
  return {
    dataset: dataset.name,
    id: idColumn(dataset).name,
    target: targetColumn(dataset).name,
    threshold,
    inputs: featureColumns(dataset).map(input),
  };
}

function input(column: Named<FeatureColumn>): SignatureInput {
  const { name, type, description, missing } = column;
  return {
    name,
    type,
    description,
    ...("unit" in column ? { unit: column.unit } : {}),
    ...("range" in column ? { range: [...column.range] } : {}),
    ...("categories" in column ? { categories: [...column.categories] } : {}),
    ...(typeof missing === "object" ? { missing: missing.means } : {}),
  };
}
