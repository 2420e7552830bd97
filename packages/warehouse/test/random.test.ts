import { describe, expect, it } from "vitest";
import { exp, Random } from "../src/business/random.ts";

const begin = (seed: number, stream: number) => {
  const random = new Random();
  random.restart(seed, stream);
  return random;
};
const draw = (n: number, next: () => number) => Array.from({ length: n }, next);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("Random", () => {
  it("gives the same numbers for the same seed and stream, others for others", () => {
    const numbers = (seed: number, stream: number) => {
      const random = begin(seed, stream);
      return draw(5, () => random.uniform());
    };
    expect(numbers(42, 7)).toEqual(numbers(42, 7));
    expect(new Set([...numbers(42, 7), ...numbers(42, 8), ...numbers(43, 7)]).size).toBe(15);
  });

  it("is uniform in [0, 1), also across the first numbers of neighbouring streams", () => {
    const first = Array.from({ length: 20_000 }, (_, stream) => begin(42, stream).uniform());
    expect(mean(first)).toBeCloseTo(0.5, 2);
    expect(mean(first.map((value) => value * value))).toBeCloseTo(1 / 3, 2);
    expect(Math.max(...first)).toBeLessThan(1);
  });

  it("counts events with the mean and the variance of a Poisson process", () => {
    const random = begin(1, 1);
    const counts = draw(20_000, () => random.count(1.7));
    expect(mean(counts)).toBeCloseTo(1.7, 1);
    expect(mean(counts.map((count) => (count - 1.7) ** 2))).toBeCloseTo(1.7, 1);
  });

  it("draws a bell of mean 0 and deviation 1, and picks by weight", () => {
    const random = begin(2, 1);
    const bell = draw(20_000, () => random.bell());
    expect(mean(bell)).toBeCloseTo(0, 1);
    expect(mean(bell.map((value) => value * value))).toBeCloseTo(1, 1);
    const picks = draw(20_000, () => random.pick([0.2, 0.5, 0.3]));
    expect(mean(picks.map((pick) => Number(pick === 1)))).toBeCloseTo(0.5, 1);
  });
});

it.each([-12, -1, 0, 0.5, 3, 12])("exp(%d) agrees with Math.exp to eight digits", (x) => {
  expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 8);
});
