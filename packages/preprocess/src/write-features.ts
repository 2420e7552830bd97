import { join } from "node:path";
import {
  type Dataset,
  FEATURE_FILES,
  featureColumns,
  PARTS,
  type Part,
  type TransformerState,
  targetColumn,
} from "@churn/contracts";
import { type Columns, FeatureTransformer, fitTransformer } from "@churn/features";
import { BLOCK_ROWS, numberSql, sqlName, sqlString, type Tables } from "@churn/tables";
import { partSql } from "./split.ts";

const FORMAT = `(format parquet, compression zstd, row_group_size ${BLOCK_ROWS})`;

/** Learns from the training part, then writes every part as numbers and the held-out customers also as they are. */
export async function writeFeatures(tables: Tables, dataset: Dataset, folder: string): Promise<TransformerState> {
  const state = await fitTransformer(dataset, columnsOf(tables, dataset, "train"));
  const transformer = new FeatureTransformer(state);
  for (const part of PARTS) {
    await tables.run(
      `create table ${part} (${[...transformer.names, targetColumn(dataset).name].map((name) => `${sqlName(name)} float`).join(", ")})`,
    );
    await tables.append(part, transformed(tables, dataset, transformer, part));
    await tables.run(`copy ${part} to ${sqlString(join(folder, FEATURE_FILES[part]))} ${FORMAT}`);
    await tables.run(`drop table ${part}`);
  }
  const raw = Object.keys(dataset.columns).map(sqlName);
  await tables.run(`copy (${partSql(raw, "test")}) to ${sqlString(join(folder, FEATURE_FILES.holdout))} ${FORMAT}`);
  return state;
}

async function* transformed(tables: Tables, dataset: Dataset, transformer: FeatureTransformer, part: Part) {
  for await (const columns of columnsOf(tables, dataset, part)) {
    const target = columns[targetColumn(dataset).name] as Float64Array;
    yield [...transformer.transformColumns(columns), Float32Array.from(target)];
  }
}

async function* columnsOf(tables: Tables, dataset: Dataset, part: Part): AsyncGenerator<Columns> {
  const features = featureColumns(dataset);
  const target = targetColumn(dataset).name;
  const names = [...features.map((column) => column.name), target];
  const select = [...features.map((column) => numberSql(column.name, column)), `${sqlName(target)}::double`];
  for await (const values of tables.stream(partSql(select, part))) {
    yield Object.fromEntries(names.map((name, i) => [name, values[i] as Float64Array]));
  }
}
