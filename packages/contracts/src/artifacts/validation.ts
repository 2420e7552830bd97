import { z } from "zod";

/** Verdict of `validate` on one file, named by its md5. */
export const Validation = z.strictObject({
  dataset: z.string(),
  data: z.strictObject({ md5: z.string().regex(/^[0-9a-f]{32}$/), bytes: z.int() }),
  /** Every row of the file, those that can't be read included. */
  rows: z.int(),
  churnRate: z.number().nullable(),
  passed: z.boolean(),
  errors: z.array(z.string()),
});
export type Validation = z.infer<typeof Validation>;
