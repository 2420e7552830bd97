import { PipelineError } from "@churn/contracts";

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of a date that the program itself names. */
export const dayOf = (isoDate: string): number => Date.parse(`${isoDate}T00:00:00Z`) / MS_PER_DAY;

/** YYYY-MM-DD of a number of days since 1970-01-01. */
export const isoDate = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** A date that a person wrote, as days since 1970-01-01: YYYY-MM-DD, a day that exists. */
export function parseDay(text: string, where: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayOf(text) : Number.NaN;
  if (Number.isInteger(day) && isoDate(day) === text) return day;
  throw new PipelineError("USAGE_INVALID", {
    what: `expected a date as YYYY-MM-DD, received ${JSON.stringify(text)}`,
    where,
    fix: "for example 2026-06-30",
  });
}
