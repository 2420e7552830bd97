export { csvHeader, csvSql } from "./csv.ts";
export { castSql, numberSql } from "./dataset-sql.ts";
export { BLOCK_ROWS, type Block, FeatureTable } from "./feature-table.ts";
export { LineLengths } from "./file-fault.ts";
export { parquetColumns } from "./parquet.ts";
export { sliceRows } from "./slice-rows.ts";
export { sqlName, sqlString } from "./sql.ts";
export { type ColumnFacts, type Found, type TableFacts, tableFacts, valuesOf } from "./table-facts.ts";
export { type ColumnValues, type NumberArray, Tables } from "./tables.ts";
