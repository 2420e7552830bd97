import { z } from "zod";

/** In a folder beside the files that it names. */
export const SEAL_FILE = "seal.json";

/** seal.json: which files a stage wrote together, and what it made them of. sha256 each. */
export const Seal = z.strictObject({
  files: z.record(z.string(), z.string()),
  madeOf: z.record(z.string(), z.string()),
});
export type Seal = z.infer<typeof Seal>;
