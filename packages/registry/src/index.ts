export { findVersion, lineageOfVersion, versionNumber } from "./find-version.ts";
export { FolderRegistry } from "./folder-registry.ts";
export { type GithubRepository, githubRepository } from "./github-repository.ts";
export { MlflowRegistry } from "./mlflow-registry.ts";
export { openRegistry } from "./open-registry.ts";
export {
  ALIASES,
  type Alias,
  type AliasMove,
  aliasesOf,
  type BrokenVersion,
  type ModelVersion,
  type MoveWish,
  type Registry,
} from "./registry.ts";
export { withBundle } from "./with-bundle.ts";
export { withModel } from "./with-model.ts";
