export { FolderRegistry } from "./folder-registry.ts";
export { MlflowRegistry } from "./mlflow-registry.ts";
export { openRegistry } from "./open-registry.ts";
export { type Registered, register } from "./register.ts";
export {
  ALIASES,
  type Alias,
  AliasMove,
  type AlsoBuiltBy,
  type BrokenVersion,
  ModelVersion,
  type NewVersion,
  type Registry,
} from "./registry.ts";
export { releaseStage } from "./release.stage.ts";
