import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { PipelineError } from "@churn/contracts";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { extractionSql } from "./extract.ts";
import { warehouseError } from "./postgres-error.ts";

/** How long the server may take to let somebody in, to give a lock and to answer the query. */
export const LIMITS = { connectMs: 10_000, lockMs: 10_000, queryMs: 30 * 60_000 };
/** What the server, which should stop first, may be late. */
const GRACE_MS = 30_000;

/**
 * Writes the modelling table as of a day as CSV, the same bytes as the simulated warehouse would give: one query, in a
 * transaction that only reads, streamed.
 *
 * @returns how many rows there are
 * @throws PipelineError ENVIRONMENT_INVALID, UNREACHABLE
 */
export async function extractFromPostgres(url: string, asOf: number, path: string, limits = LIMITS): Promise<number> {
  const sql = await extractionSql(asOf);
  return withPostgres(
    url,
    async (client) => {
      await client.query(`BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL statement_timeout = ${limits.queryMs};
        SET LOCAL lock_timeout = ${limits.lockMs};
        SET LOCAL datestyle = 'ISO'`);
      const copy = client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT csv, HEADER true)`));
      const signal = AbortSignal.timeout(limits.queryMs + GRACE_MS);
      await pipeline(copy, createWriteStream(path), { signal });
      await client.query("COMMIT");
      return copy.rowCount;
    },
    limits,
  );
}

/** A connection for the time that `use` takes; without `use` only to see that it can be had. */
export async function withPostgres<T>(
  url: string,
  use: (client: pg.Client) => Promise<T>,
  { connectMs } = LIMITS,
): Promise<T> {
  const client = clientFor(url, connectMs);
  client.on("error", () => {}); // a connection that is cut; the query under way fails with the same error
  let isConnected = false;
  try {
    await client.connect();
    isConnected = true;
    return await use(client);
  } catch (error) {
    throw warehouseError(error as Error, locationOf(client), isConnected);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Fit for messages. */
const locationOf = ({ host, port, database }: pg.Client) =>
  `${host.startsWith("/") ? host : `${host}:${port}`}${database ? `, database ${database}` : ""}`;

function clientFor(url: string, connectMs: number): pg.Client {
  try {
    return new pg.Client({
      connectionString: strict(url),
      application_name: "churn data",
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
    });
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    const { code, path } = error as NodeJS.ErrnoException;
    throw unusable(path ? `${path} can't be read (${code})` : "its settings do not go together");
  }
}

/**
 * The address as pg takes it. What pg calls `require` checks the server's certificate already; it is asked for by its
 * proper name, as pg warns of the other.
 */
function strict(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) throw unusable("it is no postgresql:// address");
  if (`${url.pathname}${url.search}${url.hash}`.includes("@")) {
    throw unusable("an @, /, ? or # in its user or password must be percent-encoded"); // part of it would be shown
  }
  const mode = url.searchParams.get("sslmode") ?? "";
  if (url.searchParams.get("uselibpqcompat") !== "true" && ["prefer", "require", "verify-ca"].includes(mode)) {
    url.searchParams.set("sslmode", "verify-full");
  }
  return url.href;
}

const unusable = (why: string) =>
  new PipelineError("ENVIRONMENT_INVALID", {
    what: `WAREHOUSE_URL can't be used: ${why}`,
    where: "the environment",
    fix: "set it to postgresql://USER:PASSWORD@HOST:5432/DATABASE, or unset it: the simulated business is used then",
  });
