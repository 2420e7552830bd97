export { type BundleDigests, bundleDigests } from "./bundle-digests.ts";
export { checkGolden, scoreFault } from "./check-golden.ts";
export { copyBundle, requireDigests } from "./copy-bundle.ts";
export { type Bundle, readBundle } from "./read-bundle.ts";
export { readScorer, type Scorer } from "./read-scorer.ts";
export { scoreRows } from "./score-rows.ts";
