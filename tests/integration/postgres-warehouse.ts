import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { World } from "@churn/warehouse";
import { loadWarehouse, withPostgres } from "@churn/warehouse/test-support";
import { inject } from "vitest";
import type { ProjectCopy } from "../support/project-copy.ts";
import { postgresUrl } from "./postgres-server.ts";

export const AS_OF = "2026-06-30";
export const WORLD: World = { seed: 42, rows: 2_000, drift: false };
/** May read a warehouse and nothing else. */
export const READER = "reader:s3cret%2Fof%40bob";
export const { port, certificate } = inject("postgres") ?? { port: 0, certificate: "" };

export const url = (database?: string, user?: string) => postgresUrl(port, database, user);
export const sql = (text: string, database?: string) => withPostgres(url(database), (client) => client.query(text));

/** A database with the simulated business, under a name of its own. */
export async function newWarehouse(world = WORLD, asOf = AS_OF): Promise<string> {
  const name = `w${performance.now()}`.replace(".", "_");
  await sql(`CREATE DATABASE ${name}`);
  await loadWarehouse(url(name), world, asOf);
  await sql(
    `DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD 's3cret/of@bob'; EXCEPTION WHEN duplicate_object THEN END $$;
     GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`,
    name,
  );
  return name;
}

/** `npm run data -- --refresh` in a copy of the project, with what it printed. */
export async function refresh(project: ProjectCopy, warehouse: string | undefined, ...args: string[]) {
  const program = ["--import", "tsx/esm", "packages/warehouse/src/data.cli.ts", "--refresh", "--as-of", AS_OF, ...args];
  const env = { ...process.env, ...(warehouse ? { WAREHOUSE_URL: warehouse } : {}) };
  const child = spawn(process.execPath, program, { cwd: project.folder, env });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => output.push(text));
  const [exitCode] = await once(child, "close");
  return { exitCode, output: output.join("") };
}

/** What a refresh writes. */
export function written(project: ProjectCopy): string[] {
  const expectations = "packages/contracts/src/datasets/subscriptions.expectations.json";
  return ["data/customers.csv", "data.dvc", expectations].map((path) => readFileSync(project.path(path), "utf8"));
}
