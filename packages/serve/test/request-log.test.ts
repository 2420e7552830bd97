import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCustomer } from "@churn/bundle/test-support";
import { LOGGED_SCORES, LoggedScore } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { RequestLog } from "../src/request-log.ts";
import { makeService } from "./support/make-service.ts";

const model = { version: 3, modelDigest: "a".repeat(64), threshold: 0.5 };
const never = () => expect.unreachable("no trouble was expected");
const linesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => LOGGED_SCORES.test(name))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"))
    .map((line) => LoggedScore.parse(JSON.parse(line)));

/** Adds a row, and waits until it is on the disk. */
async function write(log: RequestLog, folder: string, i: number): Promise<void> {
  log.add(model, [{ i }], Float32Array.of(0.5));
  const texts = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  await expect.poll(() => texts().some((text) => text.includes(`{"i":${i}}`)), { interval: 1 }).toBe(true);
}

describe("what was scored is written", () => {
  it("one line for each customer, for the owner's eyes only, as DuckDB reads it", async () => {
    const logFolder = join(temporaryFolder(), "log");
    const { post, serving, requestLog } = await makeService({ logFolder });
    const answer = await post(makeCustomer({ id: "ada" }));
    await post([makeCustomer({ bought: null })]);
    await post(makeCustomer({ visits: -1 }));
    await expect.poll(() => linesIn(logFolder)).toHaveLength(2);
    const { probability } = (await answer.json()) as { probability: number };
    const { version, modelDigest } = serving.required().facts;
    const row = makeCustomer({ id: "ada" });
    expect(linesIn(logFolder)[0]).toEqual({ at: expect.any(String), version, modelDigest, row, probability });
    expect(requestLog?.dropped).toBe(0);
    const [file = ""] = readdirSync(logFolder);
    expect(statSync(join(logFolder, file)).mode & 0o777).toBe(0o600);

    const files = sqlString(join(logFolder, "scores-*.ndjson"));
    const rows = await Tables.inMemory((tables) =>
      tables.rows(
        `select version::integer as version, probability, "row".id as id, "row".bought::integer as bought
         from read_json(${files}, format = 'newline_delimited') order by "at"`,
      ),
    );
    expect(rows).toMatchObject([
      { version: 1, probability, id: "ada", bought: 30 },
      { version: 1, id: "c1", bought: null },
    ]);
  });

  it("to bounded files, the oldest of which go where all together are too large", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "notes.txt"), "mine");
    const log = new RequestLog(folder, never, { fileBytes: 1000, bytes: 3000 });
    writeFileSync(join(folder, "scores-2020.ndjson"), "x".repeat(5_000));
    utimesSync(join(folder, "scores-2020.ndjson"), 1, 1);
    for (let i = 0; i < 40; i++) {
      await write(log, folder, i);
    }
    await log.close();
    const files = readdirSync(folder).filter((name) => LOGGED_SCORES.test(name));
    expect(files.length).toBeGreaterThan(1);
    expect(files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThan(3500);
    expect(linesIn(folder).at(-1)?.row).toEqual({ i: 39 });
    expect(Math.max(...files.map((name) => statSync(join(folder, name)).size))).toBeLessThan(1500);
    expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
  });
});

it("two services write into one folder: the file that one has open is not lost with the other's old ones", async () => {
  const folder = temporaryFolder();
  const sizes = { fileBytes: 1000, bytes: 3000 };
  const [quiet, busy] = [new RequestLog(folder, never, sizes), new RequestLog(folder, never, sizes)];
  await write(quiet, folder, 0);
  for (let i = 1; i < 60; i++) await write(busy, folder, i);
  await write(quiet, folder, -1);
  await Promise.all([quiet.close(), busy.close()]);
  expect(linesIn(folder).map(({ row }) => row)).toEqual(expect.arrayContaining([{ i: -1 }, { i: 59 }]));
});

describe("what the disk does not take", () => {
  it("is dropped and counted, said once, and fails no request", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const troubles: string[] = [];
    const requestLog = new RequestLog(file, ({ message }) => troubles.push(message), { restMs: 1 });
    const { post } = await makeService({ requestLog });
    for (let i = 0; i < 5; i++) expect((await post(makeCustomer())).status).toBe(200);
    await requestLog.close();
    expect(requestLog.dropped).toBe(5);
    expect(troubles).toEqual([expect.stringMatching(/EEXIST/)]);
  });

  it("in time is dropped when too much waits", async () => {
    const folder = temporaryFolder();
    const log = new RequestLog(folder, never, { waitingBytes: 1000 });
    log.add(model, Array(100).fill({ text: "x".repeat(50) }), new Float32Array(100));
    log.add(model, Array(100).fill({ text: "x".repeat(50) }), new Float32Array(100));
    await log.close();
    expect(log.dropped).toBeGreaterThan(100);
    expect(linesIn(folder).length + log.dropped).toBe(200);
  });
});
