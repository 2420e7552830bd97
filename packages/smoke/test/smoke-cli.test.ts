import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { environmentWith } from "@churn/runtime";
import { freePort, useFolders } from "@churn/runtime/test-support";
import { beforeAll, describe, expect, it } from "vitest";
import { fakeEndpoint } from "./support/fake-endpoint.ts";
import { fakeService } from "./support/fake-service.ts";
import { makeBundle } from "./support/make-bundle.ts";

const makeFolder = useFolders();
let bundle: string;
beforeAll(async () => {
  bundle = (await makeBundle(makeFolder()("bundle"))).folder;
});

const TOKEN = "t0ken-of-the-tests";

/** Not spawnSync: the service that it asks lives in this process. */
function run(program: "smoke" | "soak", ...args: string[]) {
  const cli = fileURLToPath(new URL(`../src/${program}.cli.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), cli, ...args], {
    cwd: makeFolder()(),
    env: environmentWith({ SCORING_TOKEN: TOKEN }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  return new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, output }));
  });
}
const ends = (exitCode: number, says: RegExp) => ({ exitCode, output: expect.stringMatching(says) });

describe("npm run smoke", { timeout: 60_000 }, () => {
  it("prints a table and ends with 0, or with 1 when a check fails", async () => {
    const { url, faults } = await fakeService(bundle);
    const args = ["--url", url, "--bundle", bundle, "--p99", "5000"];
    expect(await run("smoke", ...args)).toEqual(ends(0, /^ok {6}live(.*\n)+ok {6}speed .*\n$/));
    faults.live = 500;
    expect(await run("smoke", ...args)).toEqual(ends(1, /^FAILED {2}live(.*\n)+1 of 7 checks failed at http/));
    expect(await run("smoke", ...args, "--version", "2")).toEqual(ends(1, /version 1 .*expected version 2/));
  });

  it("ends with 3 when nothing answers or there is no such version, with 2 for wrong use", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await run("smoke", "--url", url, "--bundle", bundle)).toEqual(ends(3, /no answer: ECONNREFUSED/));
    expect(await run("smoke", "--url", url)).toEqual(ends(3, /no version is production/));
    expect(await run("smoke", "--url", url, "--p99", "fast")).toEqual(ends(2, /--p99/));
    expect(await run("smoke", "--url", url, "--bundle", bundle, "--version", "abc")).toEqual(
      ends(2, /"abc" is no version/),
    );
    expect(await run("smoke")).toEqual(ends(2, /--url/));
  });
});

describe("npm run soak", { timeout: 60_000 }, () => {
  it("ends with 0 for yes and with 1 for no", async () => {
    const { url, faults } = await fakeService(bundle);
    const args = ["--url", url, "--bundle", bundle, "--minutes", "0.15", "--p99", "5000"];
    expect(await run("soak", ...args)).toEqual(ends(0, /yes: errors, speed and scores are within their limits\n$/));
    faults.fails = { every: 2, status: 503 };
    expect(await run("soak", ...args)).toEqual(ends(1, /no:\n {2}- \d+ of \d+ requests failed/));
    expect(await run("soak", "--url", url, "--bundle", bundle, "--minutes", "0")).toEqual(ends(2, /--minutes/));
  });
});

describe("an endpoint of Azure ML, a fake", { timeout: 60_000 }, () => {
  it("is judged by its only route: with a token, and the deployment that is named", async () => {
    const [live, idle] = [await fakeService(bundle), await fakeService(bundle, { model: { version: 2 } })];
    const url = await fakeEndpoint({ live: live.url, green: idle.url }, TOKEN);
    const args = ["--url", url, "--bundle", bundle, "--p99", "5000", "--scoring-only"];
    const seen = await run("smoke", ...args, "--version", "1");
    expect(seen).toEqual(
      ends(0, /^ok {6}good requests .*\nok {6}bad requests +\d+ kinds are refused\n(.*\n)+ok {6}speed .*\n$/),
    );
    expect(await run("smoke", ...args, "--version", "2", "--deployment", "green")).toMatchObject({ exitCode: 0 });
    expect(await run("smoke", ...args, "--version", "1", "--deployment", "green")).toEqual(
      ends(1, /version 2 .*expected version 1(.*\n)+.*\d of 5 checks failed/),
    );
    idle.faults.takes = (column) => column === "left";
    expect(await run("smoke", ...args, "--version", "2", "--deployment", "green")).toEqual(
      ends(1, /the outcome itself: it is answered/),
    );
    const other = await fakeEndpoint({ live: live.url }, "another");
    expect(await run("smoke", "--url", other, "--bundle", bundle, "--scoring-only")).toEqual(
      ends(1, /401, expected 200/),
    );
  });

  it("soaks with the deployment that is named", async () => {
    const [live, idle] = [await fakeService(bundle), await fakeService(bundle, { fails: { every: 2, status: 503 } })];
    const url = await fakeEndpoint({ live: live.url, green: idle.url }, TOKEN);
    const args = ["--url", url, "--bundle", bundle, "--minutes", "0.1", "--p99", "5000", "--scoring-only"];
    expect(await run("soak", ...args)).toMatchObject({ exitCode: 0 });
    expect(await run("soak", ...args, "--deployment", "green")).toEqual(ends(1, /requests failed/));
  });
});
