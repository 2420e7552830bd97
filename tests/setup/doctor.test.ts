import { withoutCredentials } from "@churn/tools/doctor/checks.mjs";
import { expect, test } from "vitest";

test.each([
  { address: "http://127.0.0.1:5000/", shown: "http://127.0.0.1:5000" },
  { address: "https://ada:s3cret@example.org/mlflow?token=s3cret", shown: "https://example.org/mlflow" },
  { address: "azureml://s3cret.region/workspace", shown: undefined },
  { address: "s3cret", shown: undefined },
])("the doctor shows of $address what is no secret", ({ address, shown }) => {
  expect(withoutCredentials(address)).toBe(shown);
});
