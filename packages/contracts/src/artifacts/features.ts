import { z } from "zod";

/** The parts of the table; a customer's part follows from the salted hash of the id and never changes. */
export const PARTS = ["train", "val", "test"] as const;
export type Part = (typeof PARTS)[number];

/** What artifacts/features/ is made of. */
export const FEATURE_FILES = {
  train: "train.parquet",
  val: "val.parquet",
  test: "test.parquet",
  /** The held-out customers as they are in the table, in the order of test.parquet. */
  holdout: "holdout.parquet",
  transformer: "transformer.json",
  reference: "reference.json",
  split: "split.json",
  profile: "profile.json",
  profilePage: "profile.md",
} as const;

/** split.json: no row is lost without a reason. `in` = the three parts + `rejected`. */
export const Split = z.strictObject({
  dataset: z.string(),
  md5: z.string(),
  rows: z.strictObject({ in: z.int(), train: z.int(), val: z.int(), test: z.int(), rejected: z.int() }),
  /** Rejected rows per reason. */
  reasons: z.record(z.string(), z.int()),
});
export type Split = z.infer<typeof Split>;
