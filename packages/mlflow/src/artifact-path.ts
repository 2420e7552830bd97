import { MlflowError } from "./mlflow-error.ts";

/**
 * The path of an artifact below the root of the server's own store.
 *
 * @param uri - `mlflow-artifacts:/PATH`, or with the server's name before the path
 * @throws MlflowError UNREACHABLE when the server keeps artifacts where only it or its other clients get
 */
export function artifactPath(uri: string): string {
  const [, path] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.+)$/.exec(uri) ?? [];
  if (path !== undefined) return path;
  throw new MlflowError("UNREACHABLE", {
    what: `MLflow keeps these files at ${withoutCredentials(uri)}, and does not pass them on itself`,
    where: "MLFLOW_TRACKING_URI",
    fix: "start the server with --serve-artifacts and without --default-artifact-root",
  });
}

const withoutCredentials = (uri: string) => uri.replace(/\/\/[^/@]*@/, "//");
