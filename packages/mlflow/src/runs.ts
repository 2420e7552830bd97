import { z } from "zod";
import { type MlflowClient, Nothing } from "./mlflow-client.ts";

const Info = z.object({ run_id: z.string(), experiment_id: z.string(), artifact_uri: z.string() });
const Run = z.object({ info: Info });

/** `artifactUri`: where MLflow wants the run's files. */
export type Run = { readonly id: string; readonly experiment: string; readonly artifactUri: string };
export type Metric = { key: string; value: number; timestamp: number; step: number };
export type Tags = Readonly<Record<string, string>>;

/** The digest of the network's files: register finds by it the run that trained what it publishes. */
export const MODEL_FILES_TAG = "model.sha256";

/** What MLflow takes at most in one request. */
const BATCH = { metrics: 900, params: 100 };

/** The latest run that bears a tag. */
export async function findRun(
  client: MlflowClient,
  experiment: string,
  tag: { key: string; value: string },
): Promise<Run | undefined> {
  const body = {
    experiment_ids: [experiment],
    filter: `tags.\`${tag.key}\` = '${tag.value}'`,
    order_by: ["attributes.start_time DESC"],
    max_results: 1,
  };
  const { runs } = await client.post("runs/search", body, z.object({ runs: z.array(Run).default([]) }));
  return runs[0] && runOf(runs[0]);
}

export async function createRun(
  client: MlflowClient,
  experiment: string,
  { name, startTime, tags }: { name: string; startTime: number; tags: Tags },
): Promise<Run> {
  const body = { experiment_id: experiment, run_name: name, start_time: startTime, tags: pairs(tags) };
  return runOf((await client.post("runs/create", body, z.object({ run: Run }))).run);
}

/** One that is there already, such as the job's own in Azure ML. */
export async function getRun(client: MlflowClient, id: string): Promise<Run> {
  return runOf((await client.get("runs/get", { run_id: id }, z.object({ run: Run }))).run);
}

/** Repeating it changes nothing. */
export async function logMetrics(client: MlflowClient, run: Run, metrics: readonly Metric[]): Promise<void> {
  for (const part of chunks(metrics, BATCH.metrics)) {
    const values = part.map((metric) => ({ ...metric, value: jsonNumber(metric.value) }));
    await client.post("runs/log-batch", { run_id: run.id, metrics: values }, Nothing);
  }
}

/** Repeating it changes nothing; MLflow refuses another value for a parameter that it has. */
export async function logParams(client: MlflowClient, run: Run, params: Tags): Promise<void> {
  for (const part of chunks(pairs(params), BATCH.params)) {
    await client.post("runs/log-batch", { run_id: run.id, params: part }, Nothing);
  }
}

export async function setTags(client: MlflowClient, run: Run, tags: Tags): Promise<void> {
  await client.post("runs/log-batch", { run_id: run.id, tags: pairs(tags) }, Nothing);
}

/**
 * Azure ML takes no inputs of a run: there they are tags.
 *
 * @param dataset - `source`: where the table is; `md5`: of its bytes
 */
export async function logDataset(
  client: MlflowClient,
  run: Run,
  { name, md5, source }: { name: string; md5: string; source: string },
): Promise<void> {
  if (client.isAzureMl)
    return setTags(client, run, { "dataset.name": name, "dataset.md5": md5, "dataset.source": source });
  const dataset = { name, digest: md5, source_type: "local", source: JSON.stringify({ uri: source, md5 }) };
  const tags = pairs({ "mlflow.data.context": "training" });
  await client.post("runs/log-inputs", { run_id: run.id, datasets: [{ tags, dataset }] }, Nothing);
}

export async function endRun(
  client: MlflowClient,
  run: Run,
  { status, endTime }: { status: string; endTime: number },
): Promise<void> {
  await client.post("runs/update", { run_id: run.id, status, end_time: endTime }, Nothing);
}

const runOf = ({ info }: z.infer<typeof Run>): Run => ({
  id: info.run_id,
  experiment: info.experiment_id,
  artifactUri: info.artifact_uri,
});

export const pairs = (values: Tags) => Object.entries(values).map(([key, value]) => ({ key, value }));

/** JSON has no word for these. */
const jsonNumber = (value: number) => (Number.isFinite(value) ? value : String(value));

function* chunks<T>(values: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += size) yield values.slice(start, start + size);
}
