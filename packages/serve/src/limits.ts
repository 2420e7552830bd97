/** What one process takes on. Two cores answer some 10,000 requests, or 250,000 customers, a second. */
export const LIMITS = {
  /** Scored in well under 0.1 s; more is batch scoring's work. */
  rowsPerRequest: 10_000,
  /** Reasons take some 5 ms a customer. */
  explainedRows: 100,
  /** 800 bytes for each of as many customers. */
  bodyBytes: 8 * 2 ** 20,
  /** Of a refused request so many faults are listed: enough to mend them, too few to flood a log. */
  faultsListed: 20,
  /** Requests that are being read or answered; at 10,000 a second the last one waits 0.1 s. */
  requests: 1_024,
  /** Of all bodies that are being read or answered, so that memory stays bounded. */
  bytes: 64 * 2 ** 20,
  /** Customers that wait to be scored: 0.1 s of work. */
  waitingRows: 20_000,
  /** Scored in one go, 1 to 2 ms; in between other requests are read. */
  batchRows: 1_024,
  /** A request that is not whole by then is given up. */
  requestMs: 30_000,
  /** From the signal on everybody who asks is told to ask elsewhere; after so long nobody new is let in. */
  goodbyeMs: 2_000,
  /** From the signal to the end, whatever is still under way. */
  drainMs: 10_000,
} as const;

export type Limits = { readonly [Name in keyof typeof LIMITS]: number };
