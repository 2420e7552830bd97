import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort, MlflowServer } from "./mlflow-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    mlflow: { folder: string; port: number };
  }
}

/** Starts the server that all tests use; they get at it with `inject("mlflow")`. */
export async function setup(project: TestProject) {
  const server = new MlflowServer({ folder: mkdtempSync(join(tmpdir(), "churn mlflow ")), port: await freePort() });
  await server.start();
  project.provide("mlflow", { folder: server.folder, port: server.port });
  return async () => {
    await server.stop();
    rmSync(server.folder, { recursive: true, force: true });
  };
}
