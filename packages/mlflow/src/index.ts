export { artifactPath } from "./artifact-path.ts";
export { ensureExperiment } from "./experiment.ts";
export { MlflowClient } from "./mlflow-client.ts";
export { MlflowError } from "./mlflow-error.ts";
export {
  createVersion,
  ensureModel,
  listVersions,
  type MlflowVersion,
  setVersionAlias,
  setVersionTag,
} from "./model-versions.ts";
export { KEPT_RUNS, sendKept } from "./run-record.ts";
export { createRun, endRun, findRun, MODEL_FILES_TAG, type Run } from "./runs.ts";
export { type Logged, TrackedRun } from "./tracked-run.ts";
export { isDatabricks, lacksToken, type TrackingServer, trackingServer } from "./tracking-server.ts";
