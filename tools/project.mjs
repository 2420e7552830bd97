import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, "");

/** What set-up remembers between runs; `npm ci` throws it away together with what it describes. */
export const cacheFolder = (root) => join(root, "node_modules", ".cache", "churn");
