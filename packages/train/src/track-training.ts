import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { FEATURE_FILES, MODEL_NAME, type Params, Split } from "@churn/contracts";
import type { Logged } from "@churn/mlflow";
import { type Environment, gitState, log, networkDigest, readJson } from "@churn/runtime";

/** How training says what it does; nothing of it throws, and only the ends wait, for some seconds at most. */
export type Tracked = {
  /** The values of a step, by name. */
  log(values: Readonly<Record<string, number>>, step: number): void;
  finish(modelFolder: string, bestEpoch: number): Promise<void>;
  fail(): Promise<void>;
};

/** Starts a run at the MLflow server that the environment names; undefined, and nothing is loaded, where it names none. */
export async function trackTraining(
  environment: Environment,
  features: string,
  params: Pick<Params, "dataset" | "train">,
): Promise<Tracked | undefined> {
  if (environment.MLFLOW_TRACKING_URI === undefined) return undefined;
  const mlflow = await import("@churn/mlflow");
  const why = mlflow.isDatabricks(environment)
    ? "Databricks' server speaks another dialect"
    : mlflow.lacksToken(environment) && "Azure ML wants MLFLOW_TRACKING_TOKEN, and this job has none";
  if (why) log(`MLflow: this run is not logged, ${why}`);
  const server = why ? undefined : mlflow.trackingServer(environment);
  if (!server) return undefined;

  const client = new mlflow.MlflowClient(server, { timeoutMs: 5_000, patienceMs: 0 });
  const run = new mlflow.TrackedRun(client, await recordOf(environment, features, params), mlflow.KEPT_RUNS);
  return {
    log: (values, step) => run.log(values, step),
    fail: () => said(run.end("FAILED")),
    finish: async (modelFolder, bestEpoch) => {
      const tags = { [mlflow.MODEL_FILES_TAG]: await networkDigest(modelFolder), best_epoch: String(bestEpoch) };
      await said(run.end("FINISHED", tags));
    },
  };
}

async function said(ending: Promise<Logged>): Promise<void> {
  const words = await ending.then(
    (logged) => {
      if ("place" in logged) return logged.place;
      if (logged.keptIn === undefined) return `${logged.why}; these values are in the files of the training only`;
      return `${logged.why}; the run is kept in ${logged.keptIn}, and npm run register sends it`;
    },
    (error: Error) => `the run could be neither sent nor kept: ${error.message}`,
  );
  log(`MLflow: ${words}`);
}

async function recordOf(environment: Environment, features: string, params: Pick<Params, "dataset" | "train">) {
  const fix = "run `npm run preprocess`, which writes it";
  const { dataset: name, md5 } = await readJson(join(features, FEATURE_FILES.split), Split, fix);
  const { commit, branch, dirty } = await gitState();
  const tags = {
    "mlflow.source.name": "packages/train/src/train.cli.ts",
    "mlflow.source.type": "LOCAL",
    "mlflow.source.git.commit": commit,
    "mlflow.source.git.branch": branch ?? environment.GITHUB_HEAD_REF ?? environment.GITHUB_REF_NAME,
    "git.dirty": String(dirty),
    "ci.run_number": environment.GITHUB_RUN_NUMBER,
  };
  const known = Object.entries(tags).filter((tag): tag is [string, string] => Boolean(tag[1]));
  const trained = Object.entries(params.train).map(([key, value]) => [`train.${key}`, String(value)]);
  return {
    key: randomUUID(),
    ...(environment.MLFLOW_RUN_ID && { run: environment.MLFLOW_RUN_ID }),
    experiment: MODEL_NAME,
    name: `${name} ${commit?.slice(0, 8) ?? "without a commit"}`,
    startTime: Date.now(),
    tags: Object.fromEntries(known),
    params: { dataset: params.dataset, ...Object.fromEntries(trained) },
    dataset: { name, md5, source: "data/customers.csv" },
    metrics: [],
  };
}
