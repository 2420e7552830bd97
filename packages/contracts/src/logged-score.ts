import { z } from "zod";
import { sha256 } from "./artifacts/sha256.ts";

/**
 * A line of the service's request log, which monitoring reads: `FOLDER/scores-*.ndjson`, JSON lines (in DuckDB
 * `read_json('FOLDER/scores-*.ndjson', format = 'newline_delimited')`, where "at" wants its quotes). One line per scored customer; requests that were
 * refused are not in it. The file names ascend with time, each file holds the lines in the order of the answers.
 */
export const LoggedScore = z.strictObject({
  /** When it was answered. */
  at: z.iso.datetime(),
  version: z.int().positive(),
  modelDigest: sha256,
  /** The customer as it was sent, the id included; an input that is missing is null or not there. */
  row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  probability: z.number().min(0).max(1),
});
export type LoggedScore = z.infer<typeof LoggedScore>;

export const LOGGED_SCORES = /^scores-.*\.ndjson$/;
