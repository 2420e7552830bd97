/** Both ends of a confidence interval. */
export type Interval = { lower: number; upper: number };

/** Share of repetitions in which an interval should hold the true value, where the caller does not say otherwise. */
export const LEVEL = 0.95;
