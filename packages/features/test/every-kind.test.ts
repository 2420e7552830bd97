import { TransformerState } from "@churn/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureTransformer, fitTransformer } from "../src/index.ts";
import { batchesOf, kinds, makeColumns, makeDataset } from "./make-dataset.ts";

const present = {
  decimal: fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100),
  integer: fc.integer({ min: -1000, max: 1000 }),
  flag: fc.integer({ min: 0, max: 1 }),
  category: fc.integer({ min: 0, max: 2 }),
};

// One suite for every kind of column, as scikit-learn has one for every estimator.
describe.each(Object.entries(kinds))("a column that is %s", (name, column) => {
  const dataset = makeDataset({ [name]: column });
  const mayMiss = column.missing !== "forbidden";
  const value = present[column.type];
  const orMissing = fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(NaN) });
  const values = (constraints: fc.ArrayConstraints = {}) =>
    fc.array(mayMiss ? orMissing : value, { maxLength: 50, ...constraints });
  /** Something to learn from: at least one value is there. */
  const seenRows = fc.tuple(value, values()).map(([first, others]) => [first, ...others]);
  const learn = (...batches: number[][]) =>
    fitTransformer(dataset, batchesOf(...batches.map((batch) => makeColumns({ [name]: batch }))));
  const transform = (state: TransformerState, of: number[]) =>
    new FeatureTransformer(state).transformColumns(makeColumns({ [name]: of }));

  it("becomes finite numbers, as many per row as there are names", async () => {
    await fc.assert(
      fc.asyncProperty(seenRows, values(), async (seen, unseen) => {
        const transformer = new FeatureTransformer(await learn(seen));
        const features = transformer.transformColumns(makeColumns({ [name]: unseen }));
        expect(features.length).toBe(transformer.width);
        expect(new Set(transformer.names).size).toBe(transformer.width);
        for (const feature of features) {
          expect(feature.length).toBe(unseen.length);
          expect(feature.every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it("gives the same numbers after its state went through JSON", async () => {
    await fc.assert(
      fc.asyncProperty(seenRows, async (seen) => {
        const state = await learn(seen);
        const again = TransformerState.parse(JSON.parse(JSON.stringify(state)));
        expect(transform(again, seen)).toEqual(transform(state, seen));
      }),
    );
  });

  it("is learned the same in many batches as in one", async () => {
    await fc.assert(
      fc.asyncProperty(seenRows, values(), values(), async (first, second, third) => {
        expect(await learn(first, [], second, third)).toEqual(await learn([...first, ...second, ...third]));
      }),
    );
  });

  it("gives a row the same numbers whichever rows are beside it", async () => {
    await fc.assert(
      fc.asyncProperty(seenRows, values({ minLength: 1 }), async (seen, rows) => {
        const state = await learn(seen);
        const together = transform(state, rows);
        const alone = rows.map((row) => transform(state, [row]).map(([feature]) => feature));
        expect(alone).toEqual(rows.map((_, row) => together.map((feature) => feature[row])));
      }),
    );
  });

  it("gives row by row what it gives column by column", async () => {
    await fc.assert(
      fc.asyncProperty(seenRows, async (seen) => {
        const transformer = new FeatureTransformer(await learn(seen));
        const columns = makeColumns({ [name]: seen });
        const features = transformer.transformColumns(columns);
        const rows = seen.flatMap((_, row) => features.map((feature) => feature[row]));
        expect([...transformer.transform(columns)]).toEqual(rows);
      }),
    );
  });

  it(mayMiss ? "says in a feature of its own which values are missing" : "refuses a missing value", async () => {
    const state = await learn([0, 1, 1]);
    const transformer = new FeatureTransformer(state);
    if (!mayMiss) {
      expect(() => transform(state, [1, NaN, 0])).toThrow(
        new RangeError(`${name}: expected a value, received none in row 1`),
      );
      expect(transformer.names).not.toContain(`${name}:missing`);
      return;
    }
    expect(transformer.names.at(-1)).toBe(`${name}:missing`);
    expect([...(transform(state, [1, NaN, 0]).at(-1) as Float32Array)]).toEqual([0, 1, 0]);
  });
});
