import { join } from "node:path";
import { MODEL_NAME } from "@churn/contracts";
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
 */
export function openRegistry(environment = readEnvironment()): Registry {
  const server = trackingServer(environment);
  if (server) return new MlflowRegistry(new MlflowClient(server), MODEL_NAME);
  const repository = githubRepository(environment);
  if (repository) return new GithubRegistry(new GithubClient(repository), MODEL_NAME);
  return new FolderRegistry(join("registry", MODEL_NAME));
}
