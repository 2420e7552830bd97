import { loadDataset, targetColumn } from "@churn/contracts";
import { useFolders } from "@churn/runtime/test-support";
import { sqlName, sqlString, Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { requireHoldout } from "../src/require-holdout.ts";

const makeFolder = useFolders();
const dataset = await loadDataset("subscriptions");
const labels = Float32Array.from({ length: 5000 }, (_, i) => (i % 4 === 0 ? 1 : 0));

const judged = (yTrue: Float32Array) =>
  Tables.inMemory(async (tables) => {
    const path = makeFolder()("holdout.parquet");
    const target = sqlName(targetColumn(dataset).name);
    await tables.run(
      `copy (select (i % 4 = 0)::integer as ${target} from range(5000) t(i)) to ${sqlString(path)} (format parquet)`,
    );
    return requireHoldout(tables, dataset, path, yTrue);
  });

it("lets the held-out customers be judged", async () => {
  await expect(judged(labels)).resolves.toBeUndefined();
});

it.each([
  { customers: "fewer ones", yTrue: labels.subarray(1000) },
  { customers: "more than these", yTrue: Float32Array.from([...labels, 1]) },
  { customers: "the same in another order", yTrue: labels.toReversed() },
])("refuses $customers", async ({ yTrue }) => {
  await expect(judged(yTrue)).rejects.toMatchObject({
    code: "ARTIFACT_INVALID",
    message: expect.stringContaining("their labels differ"),
  });
});
