export { findVersion, lineageOfVersion } from "./find-version.ts";
export { FolderRegistry } from "./folder-registry.ts";
export { MlflowRegistry } from "./mlflow-registry.ts";
export { openRegistry } from "./open-registry.ts";
export {
  ALIASES,
  type Alias,
  AliasMove,
  type AlsoBuiltBy,
  aliasesOf,
  type BrokenVersion,
  ModelVersion,
  type NewVersion,
  type Registry,
} from "./registry.ts";
export { withModel } from "./with-model.ts";
