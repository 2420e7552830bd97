import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadDataset, type Params, type PipelineError } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { Tables } from "@churn/tables";
import { beforeEach, describe, expect, it } from "vitest";
import { type Adoption, adoptTable } from "../src/adopt-table.ts";
import { bringData } from "../src/bring-data.ts";
import { type DataFiles, isInPlace, requireSameDataset } from "../src/data-files.ts";
import { DEFAULT_RECIPE, readPin } from "../src/data-pin.ts";
import { namesRemote } from "../src/dvc-pull.ts";
import { refreshData } from "../src/refresh-data.ts";
import { makeWorld, tableOf } from "./simulate.ts";

const telco = await loadDataset("telco");
let folder: string;
let files: DataFiles;
let said: string[];
const say = (line: string) => said.push(line);
const noRemote = async () => undefined;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: PipelineError) => `${error.code} ${error.exitCode}`,
  );
const bring = async (pull: Parameters<typeof bringData>[2] = noRemote) =>
  bringData(files, await readPin(files.pin), pull, say);
const refresh = async (asked: Parameters<typeof refreshData>[2]) =>
  refreshData(files, await readPin(files.pin), asked, say);

beforeEach(async () => {
  folder = temporaryFolder();
  files = {
    table: join(folder, "data/customers.csv"),
    pin: join(folder, "data.dvc"),
    params: "params.yaml",
    workflows: join(folder, "workflows"),
    expectations: (dataset) => join(folder, `${dataset}.expectations.json`),
  };
  said = [];
  const table = await tableOf(makeWorld({ rows: 200 }), "2026-06-30");
  const md5 = createHash("md5").update(table).digest("hex");
  writeFileSync(
    files.pin,
    `desc: kept\nmeta:\n  dataset: subscriptions\n  as_of: '2026-06-30'\n  seed: 42\n  rows: 200\n  drift: false\nouts:\n- md5: ${md5}\n  size: ${table.length}\n  hash: md5\n  path: data/customers.csv\n`,
  );
});

describe("npm run data", () => {
  it("makes the pinned table where there is none, and finds it in place the next time", async () => {
    expect(await isInPlace(files, await readPin(files.pin))).toBe(false);
    await bring();
    expect(await isInPlace(files, await readPin(files.pin))).toBe(true);
    await bring();
    expect(said).toEqual([expect.stringContaining("made by"), expect.stringContaining("is the table that")]);
    expect(readdirSync(join(folder, "data"))).toEqual(["customers.csv"]);
  });

  it("pulls where a remote is configured, and makes the table when the remote does not give it", async () => {
    const table = await tableOf(makeWorld({ rows: 200 }), "2026-06-30");
    await bring(async () => ({ ok: false }));
    expect(said.at(-1)).toContain("made by");
    rmSync(files.table);
    await bring(async () => {
      writeFileSync(files.table, table);
      return { ok: true };
    });
    expect(said.at(-1)).toContain("pulled");
  });

  it("stops at a file that differs from its pin, and touches neither", async () => {
    await bring();
    writeFileSync(files.table, "mine\n");
    const pin = readFileSync(files.pin, "utf8");
    expect(await codeOf(bring())).toBe("CHECK_FAILED 1");
    expect(await codeOf(refresh({ asOf: "2026-09-30" }))).toBe("CHECK_FAILED 1");
    expect([readFileSync(files.table, "utf8"), readFileSync(files.pin, "utf8")]).toEqual(["mine\n", pin]);
  });

  it("writes nothing when the pin is of a table that it cannot make", async () => {
    const pin = readFileSync(files.pin, "utf8");
    writeFileSync(files.pin, pin.replace("seed: 42", "seed: 43"));
    expect(await codeOf(bring())).toBe("DATA_MISSING 3");
    writeFileSync(files.pin, pin.replace("dataset: subscriptions", "dataset: telco"));
    expect(await codeOf(bring())).toBe("DATA_MISSING 3");
    expect(existsSync(files.table)).toBe(false);
  });

  it("says where a table from PostgreSQL can be had, and makes no other", async () => {
    const pin = readFileSync(files.pin, "utf8");
    writeFileSync(files.pin, pin.replace(/ {2}seed: 42\n/, "  source: postgres\n"));
    await expect(bring()).rejects.toMatchObject({
      code: "DATA_MISSING",
      message: expect.stringContaining(
        "no DVC remote is configured; it was extracted from PostgreSQL as of 2026-06-30",
      ),
      fix: expect.stringMatching(/npx dvc remote add[\s\S]*WAREHOUSE_URL set: npm run data -- --refresh/),
    });
    await expect(bring(async () => ({ ok: false }))).rejects.toThrow("the DVC remote did not give it");
    expect(existsSync(files.table)).toBe(false);
  });

  it("wants params.yaml and the pin to name the same dataset", async () => {
    const pin = await readPin(files.pin);
    expect(() => requireSameDataset(files, pin, "telco")).toThrow("pins a table of subscriptions");
    expect(() => requireSameDataset(files, pin, "subscriptions")).not.toThrow();
  });
});

describe("npm run data -- --refresh", () => {
  it("pins the table of another day, keeps what the pin says besides, and writes its expectations", async () => {
    await bring();
    await refresh({ asOf: "2026-09-30" });
    const pin = readFileSync(files.pin, "utf8");
    const table = readFileSync(files.table);
    expect(table.toString()).toBe(await tableOf(makeWorld({ rows: 200 }), "2026-09-30"));
    expect(pin).toBe(
      `desc: kept\nmeta:\n  dataset: subscriptions\n  as_of: '2026-09-30'\n  seed: 42\n  rows: 200\n  drift: false\nouts:\n- md5: ${createHash("md5").update(table).digest("hex")}\n  size: ${table.length}\n  hash: md5\n  path: data/customers.csv\n`,
    );
    expect(said.join("\n")).toContain("as_of: 2026-06-30 → 2026-09-30");
    expect(JSON.parse(readFileSync(files.expectations("subscriptions"), "utf8"))).toMatchObject({ minRows: 142 });
  });

  it("says unchanged and touches nothing when the table is the same", async () => {
    await refresh({ asOf: "2026-06-30" });
    const before = readFileSync(files.pin, "utf8");
    said = [];
    await refresh({ asOf: "2026-06-30" });
    expect(said).toEqual([expect.stringContaining("unchanged")]);
    expect(readFileSync(files.pin, "utf8")).toBe(before);
    expect(readdirSync(join(folder, "data"))).toEqual(["customers.csv"]);
  });

  it("tells in what a drifting business is further away than expected", async () => {
    await refresh({ asOf: "2026-06-30", rows: 2000 });
    await refresh({ asOf: "2027-06-30", drift: true });
    expect(said.join("\n")).toMatch(
      /drift: false → true[\s\S]*beyond what was expected: payment_method, share of wallet/,
    );
  });

  it("never puts simulated customers in the place of others", async () => {
    const pin = readFileSync(files.pin, "utf8");
    for (const source of ["postgres", "mine.csv"]) {
      writeFileSync(files.pin, pin.replace(/ {2}seed: 42\n/, `  source: ${source}\n`));
      await expect(refresh({ asOf: "2026-09-30" })).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining(`the pinned table comes from ${source}, and WAREHOUSE_URL is not set`),
        fix: expect.stringContaining("npm run data -- --dataset subscriptions, then this again"),
      });
    }
    expect(existsSync(files.table)).toBe(false);
  });

  it.each([
    { asOf: "2026-02-30", says: /expected a date/ },
    { asOf: "2126-01-01", says: /does not know yet who leaves until 2126-01-01/ },
    { asOf: "2026-06-30", seed: 7, says: /--seed, --rows and --drift belong to the simulated business/ },
  ])("asks no PostgreSQL for what it can't give: $asOf, seed $seed", async ({ says, ...asked }) => {
    const nowhere = "postgresql://127.0.0.1:1/nothing";
    const answer = refreshData(files, await readPin(files.pin), asked, say, nowhere);
    await expect(answer).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(says) });
  });

  it.each([
    { asOf: "30.06.2026" },
    { asOf: "2026-02-30" },
    { asOf: "2026-06-30'; DROP TABLE customers" },
    { asOf: "1999-01-01" },
    { asOf: "2126-01-01" },
    { asOf: "2026-06-30", rows: 0 },
    { asOf: "2026-06-30", rows: Number.NaN },
    { asOf: "2026-06-30", seed: 1.5 },
  ])("refuses $asOf, rows $rows, seed $seed as wrong use", async (asked) => {
    expect(await codeOf(refresh(asked))).toBe("USAGE_INVALID 2");
    expect(existsSync(files.table)).toBe(false);
  });
});

describe("npm run data -- --dataset NAME", () => {
  const adopt = async (
    asked: Partial<Adoption>,
    gate: object = { subscriptions: { slices: {} }, telco: { slices: {} } },
  ) => {
    writeFileSync(join(folder, "params.yaml"), "dataset: other # in use\nunits: [64, 32]\n");
    const params = { dataset: "subscriptions", gate } as unknown as Params;
    const inFolder = { ...files, params: join(folder, "params.yaml") };
    return adoptTable(inFolder, await readPin(files.pin), params, { dataset: "subscriptions", ...asked }, say);
  };
  const mine = async (rows = 300, asOf = "2026-06-30") => {
    const path = join(folder, "mine.csv");
    writeFileSync(path, await tableOf(makeWorld({ rows }), asOf));
    return path;
  };
  /** The same rows as Parquet, every column of the type that a program would choose. */
  const parquet = async (csv: string, select = "*") => {
    const path = csv.replace(".csv", ".parquet");
    await Tables.inMemory((tables) => tables.run(`copy (select ${select} from read_csv('${csv}')) to '${path}'`));
    return path;
  };

  const telcoTable = () => {
    const columns = Object.entries(telco.columns);
    const row = columns.map(([, column]) =>
      "categories" in column ? column.categories[0] : ("positive" in column && column.positive) || 1,
    );
    writeFileSync(join(folder, "mine.csv"), `${columns.map(([name]) => name)}\n${row}\n`);
    return join(folder, "mine.csv");
  };

  it("puts the file in place, pins it, writes its expectations and names its dataset", async () => {
    const from = await mine();
    await adopt({ from });
    expect(readFileSync(files.table)).toEqual(readFileSync(from));
    expect(readFileSync(files.pin, "utf8")).toContain("meta:\n  dataset: subscriptions\n  source: mine.csv\nouts:");
    expect(await isInPlace(files, await readPin(files.pin))).toBe(true);
    expect(readFileSync(join(folder, "params.yaml"), "utf8")).toBe(
      "dataset: subscriptions # in use\nunits: [64, 32]\n",
    );
    expect(existsSync(files.expectations("subscriptions"))).toBe(true);
  });

  it("takes Parquet as well, and it becomes the same table", async () => {
    const from = await mine();
    const typed = "* replace (snapshot_date::timestamp as snapshot_date, has_support_calls = 1 as has_support_calls)";
    await adopt({ from: await parquet(from, typed) });
    const same = (path: string) => readFileSync(path, "utf8").replaceAll(/\d+\.\d+/g, (value) => `${Number(value)}`);
    expect(same(files.table)).toBe(same(from));
  });

  it.each(["csv", "parquet"])("leaves out the columns that it is told to, from %s", async (kind) => {
    const csv = await mine();
    const table = readFileSync(csv, "utf8");
    writeFileSync(csv, table.replaceAll(/^(\w+),/gm, '$1,"Doe, $1",').replace(/"Doe, \w+"/, "surname"));
    const from = kind === "csv" ? csv : await parquet(csv);
    await expect(adopt({ from })).rejects.toMatchObject({
      code: "CHECK_FAILED",
      message: "the contract of subscriptions does not know columns of the table: surname",
      fix: expect.stringContaining("--without surname"),
    });
    await adopt({ from, without: ["surname"] });
    expect(readFileSync(files.table, "utf8").split("\n").slice(0, 1)).toEqual(table.split("\n").slice(0, 1));
    expect(readFileSync(files.table, "utf8").split("\n")).toHaveLength(table.split("\n").length);
    expect((await readPin(files.pin)).without).toEqual(["surname"]);
    expect(await codeOf(adopt({ from, without: ["first_name"] }))).toBe("USAGE_INVALID 2");
  });

  it("leaves no row out in silence when it leaves a column out", async () => {
    const from = await mine();
    appendFileSync(from, "C1,only\n");
    await expect(adopt({ from, without: ["region"] })).rejects.toThrow(/line \d+ can't be read/);
    expect(existsSync(files.table)).toBe(false);
  });

  it("keeps expectations that are there, says what is beyond them, and renews them when it is told to", async () => {
    await adopt({ from: await mine() });
    const path = files.expectations("subscriptions");
    const edited = readFileSync(path, "utf8").replace(/"minRows": \d+/, '"minRows": 7');
    writeFileSync(path, edited.replace(/"monthly": [\d.]+/, '"monthly": 0.9'));
    const before = readFileSync(path, "utf8");
    await adopt({ from: await mine(400) });
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(said.join("\n")).toMatch(/beyond what .* expects: contract_type, share of monthly 0.9 →/);
    await adopt({ from: await mine(400), renew: true });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ minRows: 280 });
  });

  it("writes nothing over expectations that it can't read, unless it is told to renew them", async () => {
    const path = files.expectations("subscriptions");
    writeFileSync(path, '{ "minRows": 7 "shares": {} }');
    await expect(adopt({ from: await mine() })).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      fix: "mend the file, or measure it anew with --refresh",
    });
    expect(readFileSync(path, "utf8")).toBe('{ "minRows": 7 "shares": {} }');
    expect(existsSync(files.table)).toBe(false);
    await adopt({ from: await mine(), renew: true });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ dataset: "subscriptions" });
  });

  it("expects the dates of the next month's table from then on, and leaves every tolerance as it was", async () => {
    await adopt({ from: await mine(300, "2024-06-30") });
    const path = files.expectations("subscriptions");
    const before = JSON.parse(readFileSync(path, "utf8"));
    before.shares.region.tolerance = 0.4;
    writeFileSync(path, JSON.stringify(before));
    await adopt({ from: await mine(300, "2024-07-31") });
    const after = JSON.parse(readFileSync(path, "utf8"));
    expect(after).toEqual({ ...before, asOf: { first: expect.stringMatching(/^2024-/), last: "2024-07-17" } });
    expect(before.asOf.last).toBe("2024-06-16");
    expect(said.join("\n")).toMatch(/now expects as-of dates from 2024-\d\d-\d\d to 2024-07-17/);
  });

  it.each([
    { table: "with a day to come", change: (day: string, i: number) => (i === 5 ? "2999-01-01" : day), says: "last" },
    { table: "with an old extract", change: (day: string, i: number) => (i === 5 ? "2023-01-01" : day), says: "first" },
  ])("does not expect the dates of a table $table, and says so", async ({ change, says }) => {
    await adopt({ from: await mine(300, "2024-06-30") });
    const path = files.expectations("subscriptions");
    const before = readFileSync(path, "utf8");
    const from = await mine(300, "2024-07-31");
    let i = 0;
    writeFileSync(
      from,
      readFileSync(from, "utf8").replaceAll(/\b2024-\d\d-\d\d\b/g, (day) => change(day, i++)),
    );
    await adopt({ from });
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(said.join("\n")).toContain(`expects: ${says} as-of date`);
  });

  it("goes back to the simulated business, and does nothing when that is in use", async () => {
    await adopt({ from: await mine() });
    await adopt({});
    const pinned = readFileSync(new URL("../../../data.dvc", import.meta.url), "utf8");
    expect((await readPin(files.pin)).recipe).toEqual(DEFAULT_RECIPE);
    if (pinned.includes("rows: 20000")) expect(pinned).toContain((await readPin(files.pin)).md5);
    await adopt({});
    expect(said.at(-1)).toContain("is a table of subscriptions already");
  });

  it("notes that a table is not the well-known one, and takes it", async () => {
    await adopt({ dataset: "telco", from: telcoTable() });
    expect(said[0]).toMatch(/not the well-known table of telco \(its md5 is 3b0bfab2/);
    expect((await readPin(files.pin)).dataset).toBe("telco");
    rmSync(files.table);
    await expect(bring()).rejects.toMatchObject({
      code: "DATA_MISSING",
      fix: expect.stringMatching(/npm run data -- --dataset telco --from FILE \(it was mine.csv, md5 \w{32}\)/),
    });
  });

  it("brings a missing table back from what DVC kept of it", async () => {
    const from = await mine();
    await adopt({ from });
    const { md5 } = await readPin(files.pin);
    const kept = join(folder, ".dvc/cache/files/md5", md5.slice(0, 2));
    mkdirSync(kept, { recursive: true });
    renameSync(files.table, join(kept, md5.slice(2)));
    await bring();
    expect(said.at(-1)).toContain("taken from DVC's cache");
    expect(readFileSync(files.table)).toEqual(readFileSync(from));
  });

  it("asks for a gate that is better than one answer for everybody", async () => {
    await expect(adopt({ from: await mine() }, {})).rejects.toMatchObject({
      code: "PARAMS_INVALID",
      fix: expect.stringMatching(/subscriptions: \{ accuracy: 0\.[78]\d, roc_auc: 0.7, slices: \{\} \}/),
    });
    expect(existsSync(files.table)).toBe(false);
  });

  it("refuses a dataset without a contract, a file that is not there, and to overwrite a table that nothing pins", async () => {
    expect(await codeOf(adopt({ dataset: "nobody", from: "mine.csv" }))).toBe("PARAMS_INVALID 2");
    expect(await codeOf(adopt({ from: join(folder, "nothing.csv") }))).toBe("ARTIFACT_MISSING 3");
    expect(await codeOf(adopt({ dataset: "telco", from: await mine() }))).toBe("CHECK_FAILED 1");
    const from = await mine();
    await bring();
    writeFileSync(files.table, "precious\n");
    expect(await codeOf(adopt({ from }))).toBe("CHECK_FAILED 1");
    expect(readFileSync(files.table, "utf8")).toBe("precious\n");
  });
});

it("knows a DVC remote from the configuration", () => {
  expect(namesRemote("[core]\n    remote = storage\n['remote \"storage\"']\n    url = s3://bucket\n")).toBe(true);
  expect(namesRemote("[core]\n    analytics = false\n")).toBe(false);
});

describe("the program's exit code", () => {
  const run = (...args: string[]) => {
    const program = fileURLToPath(new URL("../src/data.cli.ts", import.meta.url));
    const root = fileURLToPath(new URL("../../../params.yaml", import.meta.url));
    writeFileSync(
      join(folder, "params.yaml"),
      readFileSync(root, "utf8").replace(/^dataset: .*$/m, "dataset: subscriptions"),
    );
    try {
      execFileSync(process.execPath, ["--import", import.meta.resolve("tsx"), program, ...args], {
        cwd: folder,
        stdio: "pipe",
      });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };

  it("is 3 for a missing table, 0 once it is made, 1 for another one, 2 for flags that do not belong together", () => {
    const codes = [run("--check"), run()];
    writeFileSync(files.table, "mine\n");
    expect([...codes, run("--check"), run("--refresh")]).toEqual([3, 0, 1, 2]);
  });

  it("is 2 for every other combination without a sense", () => {
    const senseless = [
      "--check --dataset telco",
      "--from a.csv",
      "--shared",
      "--describe a.csv --check",
      "--dataset telco --seed 1",
    ];
    expect(senseless.map((flags) => run(...flags.split(" ")))).toEqual(senseless.map(() => 2));
  }, 60_000);
});
