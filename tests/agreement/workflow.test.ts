import { expect, it } from "vitest";
import { hasCustomers } from "./workflow.ts";

it.each([
  ...["data", "data/", "data/customers.csv", "./data/customers.csv", "data/**", "data*", "  data/customers.csv"],
  ...[
    "artifacts",
    "artifacts/",
    "artifacts/*",
    "artifacts/**",
    "artifacts/features",
    "artifacts/features/test.parquet",
  ],
  ...["artifacts/champion/scores.json", ".", "./", "*", "**/*.csv", "./artifacts/features"],
])("%s would keep customers", (pattern) => expect(hasCustomers(pattern)).toBe(true));

it.each([
  "data.dvc",
  "dvc.lock",
  "metrics",
  "artifacts/decision.json",
  "artifacts/training",
  "models/churn",
  "report.md",
])("%s would not", (pattern) => expect(hasCustomers(pattern)).toBe(false));
