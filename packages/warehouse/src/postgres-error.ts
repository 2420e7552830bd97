import { type ErrorCode, PipelineError } from "@churn/contracts";

type Trouble = { why: string; fix: string; code?: ErrorCode };

const QUERY = "packages/warehouse/src/extract.sql";
const CREDENTIALS: Trouble = {
  why: "refuses the user or the password",
  fix: "correct the user and the password in WAREHOUSE_URL; what is no letter or digit is percent-encoded there",
  code: "ENVIRONMENT_INVALID",
};
const CUT: Trouble = { why: "went away in the middle", fix: "run it again" };
const TLS: Trouble = {
  why: "offers a connection that can't be trusted",
  fix: "add ?sslmode=verify-full&sslrootcert=FILE with the certificate of the server's authority to WAREHOUSE_URL",
};
const SCHEMA = `make the tables as the query wants them, or write the query for the tables that are there: ${QUERY}`;

/** By PostgreSQL's error codes. */
const TROUBLES: Record<string, Trouble> = {
  "28P01": CREDENTIALS,
  "28000": { ...CREDENTIALS, why: "does not let this user in from here" },
  "3D000": { why: "has no such database", fix: "correct the database at the end of WAREHOUSE_URL" },
  "42P01": { why: "lacks a table that the query reads", fix: SCHEMA },
  "42703": { why: "lacks a column that the query reads", fix: SCHEMA },
  "42501": { why: "does not allow this user to read it", fix: "GRANT USAGE on the schema and SELECT on its tables" },
  "57014": {
    why: "stopped the query: it took too long",
    fix: "add the indexes that it needs, or ask a quieter server",
  },
  "55P03": { why: "did not give a lock in time", fix: "run it again when nobody changes these tables" },
  "53300": { why: "has no connection left", fix: "run it again later" },
  "57P01": CUT,
  "57P02": CUT,
  "57P03": { why: "is not ready yet", fix: "run it again" },
};

/** What the server or the way to it did, without the address that knows the password; an error of the disk as it is. */
export function warehouseError(error: Error, where: string, isConnected: boolean): Error {
  const { code = "", syscall = "", name } = error as NodeJS.ErrnoException;
  const isOfTheDisk = ["open", "write", "close"].includes(syscall) && !["EPIPE", "ECONNRESET"].includes(code);
  if (isOfTheDisk || error instanceof PipelineError) return error;
  const trouble =
    TROUBLES[code] ?? (name === "AbortError" ? TROUBLES["57014"] : undefined) ?? guess(error, isConnected);
  const { why, fix, code: kind = "UNREACHABLE" } = trouble as Trouble;
  return new PipelineError(kind, {
    what: `the warehouse ${why}: ${error.message || code}`,
    where,
    fix,
    cause: error,
  });
}

function guess(error: Error, isConnected: boolean): Trouble {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (error.message.startsWith("SASL")) return CREDENTIALS;
  if (/SSL|TLS|CERT/.test(`${code} ${error.message}`) || /certificate/i.test(error.message)) return TLS;
  if (/^[0-9A-Z]{5}$/.test(code) && "severity" in error) return { why: "refuses the query", fix: `see ${QUERY}` };
  if (isConnected) return CUT;
  return { why: "does not answer", fix: "start it, or correct the host and the port in WAREHOUSE_URL" };
}
