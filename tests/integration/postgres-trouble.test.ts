import { readdirSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, temporaryFolder } from "@churn/runtime/test-support";
import { dayOf } from "@churn/warehouse";
import { extractFromPostgres, withPostgres } from "@churn/warehouse/test-support";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";
import { postgresUrl } from "./postgres-server.ts";
import { AS_OF, newWarehouse, port, READER, refresh, sql, url, written } from "./postgres-warehouse.ts";

const IN_TIME = { connectMs: 5_000, lockMs: 5_000, queryMs: 5_000 };

describe.skipIf(!inject("postgres"))("a refresh from PostgreSQL leaves everything as it was when", () => {
  let warehouse: string;
  let project: ProjectCopy;

  beforeAll(async () => {
    warehouse = await newWarehouse();
    project = smallProject();
  });
  afterAll(() => project.remove());

  /** Runs it, and says what it printed. */
  async function untouched(address: string, exitCode: number): Promise<string> {
    const before = written(project);
    const ended = await refresh(project, address);
    expect(ended).toMatchObject({ exitCode, output: expect.stringMatching(/^.+\n {2}where: .+\n {2}mend: {2}.+\n$/) });
    expect(written(project)).toEqual(before);
    expect(readdirSync(project.path("data"))).toEqual(["customers.csv"]);
    expect(ended.output).not.toMatch(/s3cret|postgresql:\/\/(?!USER| )|Warning/);
    return ended.output;
  }

  it.each([
    { when: "the password is wrong", user: "ada:s3cret-not", exitCode: 2, says: /refuses the user or the password/ },
    { when: "there is no password", user: "ada", exitCode: 2, says: /refuses the user or the password/ },
    { when: "there is no such user", user: "eve:s3cret", exitCode: 2, says: /refuses the user or the password/ },
    { when: "a character stands bare in the password", user: "ada:1/s3cret", exitCode: 2, says: /percent-encoded/ },
  ])("$when", async ({ user, exitCode, says }) => {
    expect(await untouched(url(warehouse, user), exitCode)).toMatch(says);
  });

  it("there is no such database", async () => {
    expect(await untouched(url("nothing"), 3)).toMatch(
      /has no such database.*\n {2}where: 127.0.0.1:\d+, database nothing/,
    );
  });

  it("nobody listens there", async () => {
    expect(await untouched(postgresUrl(await freePort()), 3)).toMatch(/does not answer: .*ECONNREFUSED/);
  });

  it("there is no such host", async () => {
    expect(await untouched("postgresql://ada:s3cret@nowhere.invalid/db", 3)).toMatch(
      /does not answer: .*nowhere\.invalid/,
    );
  });

  it("the address is none", async () => {
    expect(await untouched("mysql://ada:s3cret@localhost/db", 2)).toMatch(/it is no postgresql:\/\/ address/);
    expect(await untouched("s3cret", 2)).toMatch(/it is no postgresql:\/\/ address/);
    expect(await untouched(`${url()}?sslrootcert=/no/file`, 2)).toMatch(/\/no\/file can't be read \(ENOENT\)/);
  });

  it("nobody vouches for the server", async () => {
    expect(await untouched(`${url(warehouse)}?sslmode=require`, 3)).toMatch(
      /can't be trusted.*\n.*\n.*sslrootcert=FILE/,
    );
  });

  it.each([
    { when: "a table is missing", change: "DROP TABLE usage", says: /lacks a table.*relation "usage" does not exist/ },
    {
      when: "a column is missing",
      change: "ALTER TABLE plans RENAME monthly_cents TO monthly_price",
      says: /lacks a column.*monthly_cents.*\n.*\n.*extract\.sql/,
    },
    {
      when: "a column has another type",
      change: "ALTER TABLE renewals ALTER renewal_date TYPE varchar",
      says: /refuses the query.*operator does not exist/,
    },
    {
      when: "a table may not be read",
      change: "REVOKE SELECT ON purchases FROM reader",
      says: /does not allow this user to read it: permission denied for table purchases/,
    },
    {
      when: "the query would write something",
      change: `ALTER TABLE renewals RENAME TO all_renewals; CREATE TABLE seen (n integer);
        CREATE FUNCTION see() RETURNS integer LANGUAGE sql AS 'INSERT INTO seen VALUES (1) RETURNING n';
        CREATE VIEW renewals AS SELECT * FROM all_renewals WHERE see() = 1; GRANT ALL ON renewals, seen TO reader`,
      says: /refuses the query: cannot execute INSERT in a read-only transaction/,
    },
    { when: "nobody is in it", change: "TRUNCATE renewals", says: /has nobody whose renewal/, exitCode: 1 },
  ])("$when", async ({ change, says, exitCode = 3 }) => {
    const broken = await newWarehouse();
    await sql(change, broken);
    expect(await untouched(url(broken, READER), exitCode)).toMatch(says);
  });

  it("the server is stopped, or somebody ends the connection, in the middle", async () => {
    await whileLocked(warehouse, async () => {
      const [output] = await Promise.all([untouched(url(warehouse, READER), 3), endConnection(warehouse)]);
      expect(output).toMatch(/went away in the middle: terminating connection due to administrator command/);
    });
  });

  it("the line is cut when half of the table is there", async () => {
    const proxy = await cuttingProxy(50_000);
    expect(await untouched(postgresUrl(proxy, warehouse, READER), 3)).toMatch(/went away in the middle/);
  });

  it.each([
    { limits: { lockMs: 100 }, says: /did not give a lock in time/ },
    { limits: { queryMs: 100 }, says: /took too long/ },
  ])("it must wait longer than $limits", async ({ limits, says }) => {
    const table = join(temporaryFolder(), "table");
    await whileLocked(warehouse, () =>
      expect(
        extractFromPostgres(url(warehouse, READER), dayOf(AS_OF), table, { ...IN_TIME, ...limits }),
      ).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(says) }),
    );
  });

  it("the server takes the call and says nothing", async () => {
    const silent = await listening(createServer(() => {}));
    const table = join(temporaryFolder(), "table");
    const answer = extractFromPostgres(postgresUrl(silent), dayOf(AS_OF), table, { ...IN_TIME, connectMs: 300 });
    await expect(answer).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("does not answer") });
  });

  const whileLocked = (database: string, use: () => Promise<void>) =>
    withPostgres(url(database), async (client) => {
      await client.query("BEGIN; LOCK TABLE renewals IN ACCESS EXCLUSIVE MODE");
      await use();
    });

  async function endConnection(database: string): Promise<void> {
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'churn data'
      AND datname = '${database}' AND wait_event_type = 'Lock'`;
    while ((await sql(end)).rowCount === 0) await sleep(50);
  }

  /** Cuts every connection after so many bytes from the server. */
  function cuttingProxy(bytes: number): Promise<number> {
    const server = createServer((client) => {
      const behind = connect(port, "127.0.0.1");
      let passed = 0;
      behind.on("data", (chunk) => {
        passed += chunk.length;
        if (passed <= bytes) client.write(chunk);
        else for (const socket of [client, behind]) socket.destroy();
      });
      for (const socket of [client, behind]) socket.on("error", () => {});
      client.pipe(behind);
    });
    return listening(server);
  }

  async function listening(server: Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }
});
