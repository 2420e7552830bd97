import { join } from "node:path";
import { MODEL_NAME } from "@churn/contracts";
import { FolderRegistry } from "./folder-registry.ts";
import type { Registry } from "./registry.ts";

/** The registry in use: the folder registry/. */
export const openRegistry = (): Registry => new FolderRegistry(join("registry", MODEL_NAME));
