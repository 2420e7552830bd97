import { z } from "zod";

/** reference.json: how the training part was distributed, for drift. Shares of present values per bin; bins cut at `edges`. */
export const Reference = z.strictObject({
  rows: z.int(),
  churnRate: z.number(),
  columns: z.record(
    z.string(),
    z.strictObject({
      missingShare: z.number(),
      edges: z.array(z.number()).optional(),
      categories: z.array(z.string()).optional(),
      shares: z.array(z.number()),
    }),
  ),
  /** How the sealed model scores the held-out customers; release adds it. */
  scores: z.strictObject({ rows: z.int(), edges: z.array(z.number()), shares: z.array(z.number()) }).optional(),
});
export type Reference = z.infer<typeof Reference>;
