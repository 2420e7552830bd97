import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError } from "@churn/contracts";
import { readJson, writeJson } from "@churn/runtime";
import { z } from "zod";
import { ensureExperiment } from "./experiment.ts";
import type { MlflowClient } from "./mlflow-client.ts";
import { MlflowError } from "./mlflow-error.ts";
import { createRun, endRun, findRun, getRun, logDataset, logMetrics, logParams, type Run, setTags } from "./runs.ts";

const texts = z.record(z.string(), z.string());

/** A run as it is to stand in MLflow; times in milliseconds since 1970. */
export const RunRecord = z.strictObject({
  /** By which it is found again in MLflow. */
  key: z.uuid(),
  /** The run that it goes into, which somebody else began and ends; absent: one of its own. */
  run: z.string().optional(),
  experiment: z.string(),
  name: z.string(),
  startTime: z.int(),
  tags: texts,
  params: texts,
  dataset: z.strictObject({ name: z.string(), md5: z.string(), source: z.string() }),
  metrics: z.array(z.strictObject({ key: z.string(), value: z.number(), timestamp: z.int(), step: z.int() })),
  end: z.strictObject({ status: z.enum(["FINISHED", "FAILED"]), endTime: z.int(), tags: texts }).optional(),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** What of a record the server has said yes to. */
export type Sent = { run?: Run; described?: boolean; metrics: number; ended?: boolean };

const RUN_KEY = "run.key";
/** Where runs wait that could not be sent. */
export const KEPT_RUNS = "artifacts/mlflow";

/** Sends what the server does not have yet, and notes in `sent` what it has then. May be repeated after any failure. */
export async function sendRecord(client: MlflowClient, record: RunRecord, sent: Sent): Promise<void> {
  sent.run ??= record.run === undefined ? await ownRun(client, record) : await getRun(client, record.run);
  if (!sent.described) {
    if (record.run !== undefined) await setTags(client, sent.run, record.tags);
    await logParams(client, sent.run, record.params);
    await logDataset(client, sent.run, record.dataset);
    sent.described = true;
  }
  const metrics = record.metrics.slice(sent.metrics);
  await logMetrics(client, sent.run, metrics);
  sent.metrics += metrics.length;
  if (!record.end || sent.ended) return;
  await setTags(client, sent.run, record.end.tags);
  if (record.run === undefined) await endRun(client, sent.run, record.end);
  sent.ended = true;
}

async function ownRun(client: MlflowClient, record: RunRecord): Promise<Run> {
  const experiment = await ensureExperiment(client, record.experiment);
  const tags = { ...record.tags, [RUN_KEY]: record.key };
  return (
    (await findRun(client, experiment, { key: RUN_KEY, value: record.key })) ??
    (await createRun(client, experiment, { ...record, tags }))
  );
}

export const isSent = (record: RunRecord, { metrics, ended }: Sent): boolean =>
  metrics === record.metrics.length && ended === true;

/** @returns the file that it is kept in until `sendKept` */
export function keepRecord(folder: string, record: RunRecord): string {
  const path = join(folder, `${record.key}.json`);
  writeJson(path, record);
  return path;
}

/** Sends the runs that were kept in a folder, and deletes the files of those that MLflow has then. */
export async function sendKept(client: MlflowClient, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(".json"))) {
    const path = join(folder, name);
    const fix = `delete ${path}: its run is then missing in MLflow, and nothing else`;
    await sendRecord(client, await readJson(path, RunRecord, fix), { metrics: 0 }).catch((error) => {
      if (!(error instanceof MlflowError) || error.errorCode === undefined) throw error;
      throw new PipelineError(error.code, { what: `${path}: ${error.message}`, where: path, fix, cause: error });
    });
    await rm(path, { force: true });
  }
}
