export { findVersion, lineageOfVersion } from "./find-version.ts";
export { FolderRegistry } from "./folder-registry.ts";
export { GithubClient } from "./github-client.ts";
export { GithubRegistry } from "./github-registry.ts";
export { MlflowRegistry } from "./mlflow-registry.ts";
export { openRegistry } from "./open-registry.ts";
export {
  ALIASES,
  type Alias,
  AliasMove,
  type AlsoBuiltBy,
  type AlsoCompared,
  aliasesOf,
  aliasMoved,
  type BrokenVersion,
  ModelVersion,
  type MoveWish,
  type NewVersion,
  type Registry,
} from "./registry.ts";
export { withModel } from "./with-model.ts";
