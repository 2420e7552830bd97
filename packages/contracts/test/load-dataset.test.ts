import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  datasetNames,
  Expectations,
  expectationsPath,
  featureColumns,
  loadDataset,
  namedSlices,
} from "../src/index.ts";

it.each(["nothing", "../params", "subscriptions.expectations", "constructor", ""])(
  "there is no dataset called %j, and the message lists those that are",
  async (name) => {
    await expect(loadDataset(name)).rejects.toMatchObject({
      code: "PARAMS_INVALID",
      exitCode: 2,
      message: `no dataset is called ${JSON.stringify(name)}; there is ${datasetNames().join(", ")}`,
      where: "params.yaml, key dataset",
      fix: expect.stringContaining("packages/contracts/src/datasets/"),
    });
  },
);

describe.each(datasetNames())("dataset %s", (name) => {
  const expectations = () => Expectations.parse(JSON.parse(readFileSync(expectationsPath(name), "utf8")));

  it("is known by the name of its file", async () => {
    expect((await loadDataset(name)).name).toBe(name);
  });

  it("has expectations, of columns that it knows", async () => {
    const dataset = await loadDataset(name);
    const { missingShares, shares, quantiles } = expectations();
    const columns = new Set(Object.keys(dataset.columns));
    const expected = [missingShares, shares, quantiles].flatMap(Object.keys);
    expect(expectations().dataset).toBe(name);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter((column) => !columns.has(column))).toEqual([]);
  });

  it("says what a missing value means wherever it expects one", async () => {
    const features = featureColumns(await loadDataset(name));
    const missing = Object.entries(expectations().missingShares).filter(([, { share }]) => share > 0);
    for (const [column] of missing) {
      expect(features.find((feature) => feature.name === column)?.missing, column).toMatchObject({
        means: expect.stringMatching(/\w/),
      });
    }
    expect(features.length).toBeGreaterThan(0);
  });

  it("gives every slice a name of its own", async () => {
    const names = namedSlices(await loadDataset(name)).map((slice) => slice.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
