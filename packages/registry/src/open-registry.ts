import { join } from "node:path";
import { MODEL_NAME, PipelineError } from "@churn/contracts";
import { MlflowClient, trackingServer } from "@churn/mlflow";
import { readEnvironment } from "@churn/runtime";
import { FolderRegistry } from "./folder-registry.ts";
import { GithubClient } from "./github-client.ts";
import { GithubRegistry } from "./github-registry.ts";
import { githubRepository } from "./github-repository.ts";
import { MlflowRegistry } from "./mlflow-registry.ts";
import type { Registry } from "./registry.ts";

/**
 * The registry in use: at the server that MLFLOW_TRACKING_URI names, else the releases of GITHUB_REPOSITORY where there
 * is a GITHUB_TOKEN too, else the folder registry/.
 *
 * @throws PipelineError ENVIRONMENT_INVALID when that server is a workspace of Azure ML
 */
export function openRegistry(environment = readEnvironment()): Registry {
  const server = trackingServer(environment);
  if (server?.isAzureMl) throw noRegistry();
  if (server) return new MlflowRegistry(new MlflowClient(server), MODEL_NAME);
  const repository = githubRepository(environment);
  if (repository) return new GithubRegistry(new GithubClient(repository), MODEL_NAME);
  return new FolderRegistry(join("registry", MODEL_NAME));
}

const noRegistry = () =>
  new PipelineError("ENVIRONMENT_INVALID", {
    what: "a workspace of Azure ML is no registry here: its MLflow takes no files",
    where: "the environment, MLFLOW_TRACKING_URI",
    fix: "unset it: versions are then GitHub releases or the folder registry/, and deploy-model.yml brings them to Azure ML",
  });
