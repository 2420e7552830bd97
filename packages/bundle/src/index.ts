export { type BundleDigests, bundleDigests } from "./bundle-digests.ts";
export { type CheckedCustomer, type CustomerFault, customerCheck } from "./check-customer.ts";
export { checkGolden, scoreFault } from "./check-golden.ts";
export { copyBundle, requireDigests } from "./copy-bundle.ts";
export { customerSchema, type JsonSchema } from "./customer-schema.ts";
export { type Bundle, readBundle } from "./read-bundle.ts";
export { readScorer, type Scorer } from "./read-scorer.ts";
export { scoreRows } from "./score-rows.ts";
export { unusualColumns } from "./unusual-columns.ts";
