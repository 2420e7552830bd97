import { Missing, openVault } from "@churn/tools/azure/job/secrets.mjs";
import { expect, onTestFinished, test } from "vitest";
import { startFakeAzure } from "./fake-azure.ts";

const WAREHOUSE = "postgresql://reader:s3cret@warehouse/churn";

async function fakeAzure() {
  const fake = await startFakeAzure(() => ({ "warehouse-url": WAREHOUSE }));
  onTestFinished(() => void fake.stop());
  return fake;
}

test("a secret is read with the identity of the job", async () => {
  const { address, env, asked } = await fakeAzure();
  const secret = await openVault(address, env);
  expect(await secret("warehouse-url")).toBe(WAREHOUSE);
  expect(await secret("slack-webhook")).toBeUndefined();
  expect(asked.map(({ path }) => path)).toEqual(["/identity", "/secrets/warehouse-url", "/secrets/slack-webhook"]);
});

test.each([
  ["no identity", {}, "identity: { type: managed }"],
  ["an identity that gets no token", { MSI_SECRET: "another" }, "gives no token for https://vault.azure.net (403)"],
  ["an identity that may not read", { DEFAULT_IDENTITY_CLIENT_ID: "other" }, "does not give warehouse-url (403)"],
])("%s is told, without a secret", async (_, other, words) => {
  const { address, env } = await fakeAzure();
  const given = Object.keys(other).length === 0 ? {} : { ...env, ...other };
  const read = openVault(address, given).then((secret) => secret("warehouse-url"));
  await expect(read).rejects.toThrow(words);
  await expect(read).rejects.toBeInstanceOf(Missing);
});

test("a vault that does not answer is told by its address alone", async () => {
  const { env } = await fakeAzure();
  const secret = await openVault("http://127.0.0.1:9", env);
  await expect(secret("warehouse-url")).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9 does not answer: /);
});
