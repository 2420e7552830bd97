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
  const begun = await Promise.allSettled([startMlflow(project), startPostgres(project), startS3(project)]);
  const end = async () => {
    for (const server of begun) if (server.status === "fulfilled") await server.value?.();
  };
  const failure = begun.find((server) => server.status === "rejected");
  if (!failure) return end;
  await end();
  throw failure.reason;
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

async function startPostgres(project: TestProject) {
  const programs = postgresPrograms();
  if (!programs) process.stdout.write("PostgreSQL is not installed: nothing about it is tested\n");
  const server = programs ? await PostgresServer.start(programs) : undefined;
  project.provide("postgres", server ? { port: server.port, certificate: server.certificate } : null);
  return () => server?.stop();
}

async function startS3(project: TestProject) {
  const { stop, ...access } = await startS3Server();
  project.provide("s3", access);
  return stop;
}
