import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Golden } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { loadTensorFlow } from "@churn/model";
import { useFolders } from "@churn/runtime/test-support";
import { describe, expect, it } from "vitest";
import { openBundle, scoreRows } from "../src/index.ts";
import { makeBundle, makeCustomer, resealBundle } from "./support/index.ts";

const { tf } = await loadTensorFlow();
const makeFolder = useFolders();

describe("a bundle that is opened", () => {
  it("checks and scores customers without its folder, as scoreRows does", async () => {
    const { folder, modelDigest } = await makeBundle(makeFolder()("bundle"));
    const { numTensors } = tf.memory();
    const bundle = await openBundle(folder, tf);
    rmSync(folder, { recursive: true });
    const rows = Array.from({ length: 300 }, (_, i) => makeCustomer({ visits: i % 50, bought: i % 3 ? i : null }));
    for (const row of rows) expect(bundle.check(row)).toEqual({ row });
    const scores = bundle.score(rows as CustomerRow[]);
    const expected = scoreRows(bundle.state, bundle.model, rows as CustomerRow[]);
    expect([...scores]).toEqual([...expected].map((score) => expect.closeTo(score, 6)));
    expect(new Set(scores).size).toBeGreaterThan(50);
    expect(bundle.unusual(makeCustomer({ visits: 50 }) as CustomerRow)).toEqual(["visits"]);
    expect(bundle).toMatchObject({ modelDigest, card: "# A model\n", signature: { dataset: "shop" } });
    bundle.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it.each([
    {
      when: "a golden row scores otherwise",
      broken: (path: (name: string) => string) => {
        const golden: Golden = JSON.parse(readFileSync(path("golden.json"), "utf8"));
        writeFileSync(path("golden.json"), JSON.stringify(golden.map((row) => ({ ...row, score: row.score + 1e-4 }))));
      },
      code: "CHECK_FAILED",
      says: /golden rows: row 1 scores/,
    },
    {
      when: "transformer and network are not of one make",
      broken: (path: (name: string) => string) => {
        const { columns, ...rest } = JSON.parse(readFileSync(path("transformer.json"), "utf8"));
        writeFileSync(path("transformer.json"), JSON.stringify({ ...rest, columns: columns.slice(1) }));
      },
      code: "ARTIFACT_INVALID",
      says: /makes 11 features, its network takes 12/,
    },
  ])("is refused, and leaves no memory behind, when $when", async ({ broken, code, says }) => {
    const { folder } = await makeBundle(makeFolder()("bundle"));
    const { numTensors } = tf.memory();
    broken((name) => join(folder, name));
    await expect(openBundle(folder, tf)).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      message: expect.stringMatching(/after its release/),
    });
    await resealBundle(folder);
    await expect(openBundle(folder, tf)).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
