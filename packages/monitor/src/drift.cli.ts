import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DriftPayload, type DriftReport, loadDataset, PipelineError } from "@churn/contracts";
import { withModel } from "@churn/registry";
import {
  CheckFailed,
  defineCommand,
  log,
  readEnvironment,
  readJson,
  readParams,
  runCommand,
  writeBytes,
  writeJson,
} from "@churn/runtime";
import { z } from "zod";
import { detectDrift } from "./detect-drift.ts";
import { destination, payloadOf, sendDispatch } from "./dispatch.ts";
import { driftPage } from "./drift-page.ts";
import { readReference } from "./read-reference.ts";

type Options = {
  current?: string;
  reference?: string;
  alias?: string;
  out: string;
  params: string;
  dispatch?: true;
  checkPayload?: string;
};

const command = defineCommand("drift", "are today's customers still like those that the model was trained on?")
  .option("--current <path>", "a table of customers, CSV or Parquet, or a folder of requests that the service logged")
  .option("--reference <folder>", "the bundle to compare with (default: the one in production, else models/churn)")
  .option("--alias <alias>", "compare with this version instead: candidate, staging, production or a number")
  .option("--out <folder>", "where the report goes", "artifacts/drift")
  .option("--params <file>", "parameters", "params.yaml")
  .option("--dispatch", "on drift, ask GitHub to retrain: repository_dispatch drift-detected")
  .option("--check-payload <file>", "check what came with such a dispatch: the event that GITHUB_EVENT_PATH names")
  .action(async (options: Options) => {
    const { current, reference, alias, out, params, dispatch, checkPayload } = options;
    if (checkPayload !== undefined) return showPayload(checkPayload);
    if (current === undefined || (reference !== undefined && alias !== undefined)) throw wrongUse(current);
    const to = dispatch ? await destination(readEnvironment()) : undefined; // no long work for nothing
    const { drift: thresholds } = await readParams(params);
    const before = await withModel({ folder: reference, version: alias }, readReference);
    const dataset = await loadDataset(before.bundle.signature.dataset);
    const report = await detectDrift(current, before, dataset, thresholds);
    await writeReport(report, out);
    if (report.verdict === "not enough rows") throw notEnough(report);
    if (report.verdict === "no drift") return log(`no drift in ${report.current.rows} customers; ${out}/drift.html`);
    log(report.why.map((line) => `  - ${line}`).join("\n"));
    if (to) {
      await sendDispatch(to, payloadOf(report, new Date()));
      log(`asked ${to.repository} to retrain`);
    }
    throw new CheckFailed(`DRIFT, see ${out}/drift.html`);
  });

async function writeReport(report: DriftReport, out: string): Promise<void> {
  writeJson(join(out, "drift.json"), report);
  writeBytes(join(out, "drift.html"), driftPage(report));
  if (report.checks.length === 0) return rm(join(out, "drift.csv"), { force: true }); // of an earlier run
  const { driftFrame, frameCsv, frameText } = await import("./drift-frame.ts"); // danfo takes a while
  const frame = driftFrame(report);
  writeBytes(join(out, "drift.csv"), frameCsv(frame));
  log(frameText(frame));
}

const Event = z.object({ client_payload: DriftPayload });

/** For the end that a dispatch is sent to. */
async function showPayload(path: string): Promise<void> {
  const { client_payload: payload } = await readJson(path, Event, "send it with `npm run drift -- --dispatch`");
  log(JSON.stringify(payload, null, 2));
}

const wrongUse = (current: string | undefined) =>
  new PipelineError("USAGE_INVALID", {
    what: current === undefined ? "--current PATH is missing" : "--reference and --alias exclude each other",
    where: "the command line",
    fix: "for example npm run drift -- --current customers.csv --alias production",
  });

const notEnough = ({ current, thresholds }: DriftReport) =>
  new PipelineError("DATA_MISSING", {
    what: `not enough: ${current.rows} rows, and below ${thresholds.minRows} nothing can be said about drift`,
    where: current.source,
    fix: "wait for more customers; the minimum stands in params.yaml, key drift.minRows",
  });

await runCommand(command);
