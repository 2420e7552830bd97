import module from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../node_modules/.cache/churn/compiled", import.meta.url));
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

// From 22.1 on Node keeps what it has compiled of TensorFlow.js and of other large packages; before, nothing happens.
enableCompileCache?.(folder);
