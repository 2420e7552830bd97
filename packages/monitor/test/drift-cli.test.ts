import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DRIFT_EVENT, DriftReport, datasetNames, loadDataset } from "@churn/contracts";
import { environmentWith } from "@churn/runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fakeGithub } from "./support/fake-github.ts";
import { makeBundle } from "./support/make-bundle.ts";
import { makeCustomers, toCsv } from "./support/make-customers.ts";

const program = fileURLToPath(new URL("../src/drift.cli.ts", import.meta.url));
const tsx = import.meta.resolve("tsx/esm");
const folder = mkdtempSync(join(tmpdir(), "churn drift "));
const at = (path: string) => join(folder, path);
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const dataset = await loadDataset(datasetNames()[0] as string);
  mkdirSync(at("models/churn"), { recursive: true });
  await makeBundle(at("models/churn"), dataset);
  const calm = makeCustomers(dataset, 1_000, 7);
  const [number] = Object.entries(dataset.columns).find(([, { type }]) => type === "integer") ?? [""];
  writeFileSync(at("calm.csv"), toCsv(calm));
  writeFileSync(at("few.csv"), toCsv(calm.slice(0, 99)));
  writeFileSync(at("other.csv"), toCsv(calm.map((row) => ({ ...row, [number]: 1 }))));
  const params = readFileSync(fileURLToPath(new URL("../../../params.yaml", import.meta.url)));
  writeFileSync(at("params.yaml"), params);
});

type Ended = { code: number; out: string; error: string };

const drift = (args: string[], variables: Record<string, string> = {}) =>
  new Promise<Ended>((done) => {
    const env = environmentWith({ GITHUB_TOKEN: "", GH_TOKEN: "", MLFLOW_TRACKING_URI: "", ...variables });
    execFile(process.execPath, ["--import", tsx, program, ...args], { cwd: folder, env }, (failed, out, error) => {
      done({ code: failed ? Number(failed.code) : 0, out, error });
    });
  });
const report = (out: string) => DriftReport.parse(JSON.parse(readFileSync(at(join(out, "drift.json")), "utf8")));

it("ends with 0 and a report where nothing has drifted, and says what it compared with", async () => {
  const { code, out } = await drift(["--current", "calm.csv"]);
  expect(out).toContain("no version is in production: the model is the one in models/churn");
  expect(out).toMatch(/feature +what +before +now +PSI/);
  expect(code).toBe(0);
  expect(report("artifacts/drift").verdict).toBe("no drift");
  for (const name of ["drift.html", "drift.csv"]) expect(existsSync(at(join("artifacts/drift", name)))).toBe(true);
});

it("ends with 3, neither yes nor no, where there are too few rows", async () => {
  mkdirSync(at("few"));
  writeFileSync(at("few/drift.csv"), "of an earlier run");
  const { code, error } = await drift(["--current", "few.csv", "--out", "few"]);
  expect(existsSync(at("few/drift.csv"))).toBe(false);
  expect([code, error]).toEqual([3, expect.stringContaining("not enough: 99 rows")]);
  expect(report("few").verdict).toBe("not enough rows");
});

it("ends with 1 on drift, asks GitHub to retrain, and the other end understands", async () => {
  const { api, received } = await fakeGithub();
  const variables = { GITHUB_TOKEN: "ghp_secret", GITHUB_REPOSITORY: "acme/churn", GITHUB_API_URL: api };
  const args = ["--current", "other.csv", "--reference", "models/churn", "--out", "other", "--dispatch"];
  const { code, out, error } = await drift(args, variables);
  expect([code, error]).toEqual([1, expect.stringContaining("DRIFT, see other/drift.html")]);
  expect(out).toContain(report("other").why[0]);
  expect(`${out}${error}`).not.toContain("ghp_secret");
  const sent = received[0]?.body as { event_type: string; client_payload: unknown };
  expect(sent).toMatchObject({ event_type: DRIFT_EVENT, client_payload: { why: report("other").why } });

  writeFileSync(at("event.json"), JSON.stringify({ action: sent.event_type, ...sent }));
  const taken = await drift(["--check-payload", "event.json"]);
  expect(taken.code).toBe(0);
  expect(JSON.parse(taken.out)).toEqual(sent.client_payload);
});

it("tells why even where GitHub can't be told", async () => {
  const { api } = await fakeGithub(500);
  const variables = { GITHUB_TOKEN: "ghp_secret", GITHUB_REPOSITORY: "acme/churn", GITHUB_API_URL: api };
  const args = ["--current", "other.csv", "--reference", "models/churn", "--out", "untold", "--dispatch"];
  const { code, out } = await drift(args, variables);
  expect([code, out]).toEqual([3, expect.stringContaining(report("untold").why[0] as string)]);
});

it.each([
  { when: "nothing is named", args: [], says: "--current PATH is missing", code: 2 },
  {
    when: "two references are",
    args: ["--current", "a", "--reference", "b", "--alias", "staging"],
    says: "exclude",
    code: 2,
  },
  {
    when: "there is no such version",
    args: ["--current", "calm.csv", "--alias", "staging"],
    says: "no version is staging",
    code: 3,
  },
  {
    when: "a dispatch can't be sent",
    args: ["--current", "calm.csv", "--dispatch"],
    says: "there is no token",
    code: 2,
  },
  { when: "what came with a dispatch is none", args: ["--check-payload", "params.yaml"], says: "params.yaml", code: 3 },
])("refuses when $when", async ({ args, says, code }) => {
  const ended = await drift(args);
  expect([ended.code, ended.error]).toEqual([code, expect.stringContaining(says)]);
});
