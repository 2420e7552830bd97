import { describe, expect, it } from "vitest";
import { SeededRandom } from "../src/seeded-random.ts";

describe("a permutation", () => {
  it.each([0, 1, 2, 7, 1000])("of %i has every number once", (length) => {
    const order = new SeededRandom(1).permutation(length);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
  });

  it("is the same for the same seeds, and another for others", () => {
    const order = (...seeds: number[]) => [...new SeededRandom(...seeds).permutation(50)];
    expect(order(42, 1)).toEqual(order(42, 1));
    const others = [order(42, 1), order(42, 2), order(43, 1), order(1, 42), order(0, 0), order(0, 1)];
    expect(new Set(others.map(String)).size).toBe(others.length);
  });

  it("is another each time that it is asked for", () => {
    const random = new SeededRandom(1);
    expect([...random.permutation(50)]).not.toEqual([...random.permutation(50)]);
  });

  it("puts every number in every place equally often", () => {
    const random = new SeededRandom(7);
    const [length, times] = [5, 20_000];
    const counts = new Uint32Array(length * length);
    for (let time = 0; time < times; time++) {
      random.permutation(length).forEach((number, place) => {
        counts[number * length + place]!++;
      });
    }
    const fiveSigma = 5 * Math.sqrt(times * 0.2 * 0.8);
    for (const count of counts) expect(Math.abs(count - times / length)).toBeLessThan(fiveSigma);
  });
});

it("numbers are whole, in [0, 2³²), and spread over it", () => {
  const random = new SeededRandom(3);
  const numbers = Array.from({ length: 10_000 }, () => random.next());
  expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)).toBe(true);
  expect(numbers.reduce((sum, number) => sum + number / 2 ** 32, 0) / numbers.length).toBeCloseTo(0.5, 1);
  expect(new Set(numbers).size).toBeGreaterThan(9990);
});
