export { type Columns, type CustomerRow, toColumns } from "./columns.ts";
export { FeatureTransformer } from "./feature-transformer.ts";
export { fitTransformer } from "./fit-transformer.ts";
