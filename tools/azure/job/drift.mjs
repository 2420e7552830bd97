// `node drift.mjs BUNDLE REPORT`: the warehouse's customers of today, held against what a bundle was trained on; on
// drift GitHub is asked to retrain. Exit codes as those of `npm run drift`; anything but 0 is told to Slack.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyTo } from "./copy-to.mjs";
import { linkPackages } from "./link-packages.mjs";
import { Missing, openVault } from "./secrets.mjs";

const MEANING = { 0: "no drift", 1: "DRIFT: GitHub was asked to retrain" };
const REPORT = "artifacts/drift";

const [bundle, report] = process.argv.slice(2);
const { KEY_VAULT_URL: vault, GITHUB_REPOSITORY: repository } = process.env;

process.exitCode = await weekly().catch(missing);

async function weekly() {
  const secret = await openVault(vault);
  const hook = await secret("slack-webhook");
  const code = await drift(secret).catch(missing);
  if (hook && code !== 0) await tellSlack(hook, code);
  return code;
}

async function drift(secret) {
  const needed = async (name) => (await secret(name)) ?? fail(`${vault} has no secret ${name}`);
  const [WAREHOUSE_URL, GITHUB_TOKEN] = [await needed("warehouse-url"), await needed("github-dispatch-token")];
  linkPackages(".");
  const today = new Date().toISOString().slice(0, 10);
  const extracted = run("packages/warehouse/src/data.cli.ts", ["--refresh", "--as-of", today], { WAREHOUSE_URL });
  if (extracted !== 0) return extracted;
  const args = ["--current", "data/customers.csv", "--reference", bundle, "--out", REPORT, "--dispatch"];
  const code = run("packages/monitor/src/drift.cli.ts", args, { GITHUB_TOKEN });
  if (existsSync(REPORT)) await copyTo(REPORT, report);
  return code;
}

/** Each program sees its own secret only. */
function run(program, args, secrets) {
  const env = { ...process.env, ...secrets };
  const { status, error } = spawnSync(process.execPath, ["--import", "tsx/esm", program, ...args], {
    stdio: "inherit",
    env,
  });
  if (error) throw error;
  return status ?? 1;
}

async function tellSlack(hook, code) {
  const text = `Weekly drift of ${repository}: ${MEANING[code] ?? `it ended with exit code ${code}, see the job in Azure ML`}`;
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text }) };
  const { ok, status } = await fetch(hook, { ...request, signal: AbortSignal.timeout(20_000) }).catch(() => ({}));
  if (!ok) console.error(`Slack did not take the message (${status ?? "no answer"})`);
}

function fail(message) {
  throw new Missing(message);
}

function missing(error) {
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  return 3;
}
