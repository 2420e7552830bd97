import { randomUUID } from "node:crypto";
import { MlflowClient } from "@churn/mlflow";
import { MlflowRegistry } from "@churn/registry";
import { describeRegistry } from "@churn/registry/test-support";
import { inject } from "vitest";
import { MlflowServer } from "./mlflow-server.ts";

const { url } = new MlflowServer(inject("mlflow"));

describeRegistry("a registry in MLflow", async () => {
  const model = `churn-${randomUUID()}`;
  return { open: () => new MlflowRegistry(new MlflowClient({ url, authorization: undefined }), model) };
});
