import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@churn/runtime/test-support";
import type { TestProject } from "vitest/node";
import { MlflowServer } from "./mlflow-server.ts";
import { PostgresServer, postgresPrograms } from "./postgres-server.ts";
import { type S3Access, startS3Server } from "./s3-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    mlflow: { folder: string; port: number };
    postgres: { port: number; certificate: string } | null;
    s3: S3Access;
  }
}

/** Starts the servers that all tests use; they get at them with `inject("mlflow")`. */
export async function setup(project: TestProject) {
  const ends = await Promise.all([startMlflow(project), startPostgres(project), startS3(project)]);
  return async () => {
    for (const end of ends) await end?.();
  };
}

async function startMlflow(project: TestProject) {
  const server = new MlflowServer({ folder: mkdtempSync(join(tmpdir(), "churn mlflow ")), port: await freePort() });
  await server.start();
  project.provide("mlflow", { folder: server.folder, port: server.port });
  return async () => {
    await server.stop();
    rmSync(server.folder, { recursive: true, force: true });
  };
}

export async function startPostgres(project: TestProject) {
  const programs = postgresPrograms();
  if (!programs) process.stdout.write("PostgreSQL is not installed: nothing about it is tested\n");
  const server = programs ? await PostgresServer.start(programs) : undefined;
  project.provide("postgres", server ? { port: server.port, certificate: server.certificate } : null);
  return () => server?.stop();
}

export async function startS3(project: TestProject) {
  const { stop, ...access } = await startS3Server();
  project.provide("s3", access);
  return stop;
}
