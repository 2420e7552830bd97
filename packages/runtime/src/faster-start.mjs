import module from "node:module";
import { fileURLToPath } from "node:url";

// JavaScript, so that a thread can begin with it. What Node has since 22.1 and 22.14, and nothing before: it keeps what
// it has compiled of TensorFlow.js and other large packages, and does not read their source maps, which tsx asks for.
const compiled = fileURLToPath(new URL("../../../node_modules/.cache/churn/compiled", import.meta.url));
module.enableCompileCache?.(compiled);
if (process.sourceMapsEnabled) module.setSourceMapsSupport?.(true, { nodeModules: false });
