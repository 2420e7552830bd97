import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { step } from "../process/step.mjs";
import { cacheFolder } from "../project.mjs";
import { bindingCache, forgetBinding, fromCache, keepBinding } from "./binding-cache.mjs";
import { fromOfficialDownload } from "./binding-download.mjs";
import { hasBinding, removeBinding, tfjsFolder } from "./binding-files.mjs";
import { fromWheel } from "./binding-wheel.mjs";

/** Each puts the library into node_modules, or says why it can't; null: there was nothing to try. */
const SOURCES = [
  { source: "node_modules", bring: ({ root }) => (hasBinding(tfjsFolder(root)) ? undefined : null) },
  { source: "the cache", bring: fromCache },
  { source: "tfjs-node's own download", bring: fromOfficialDownload, keep: true },
  { source: "a build against TensorFlow's PyPI wheel", bring: fromWheel },
];

const WASM_COST = "small networks train about as fast, layers of 512 units about 20 times slower";

/**
 * Gives TensorFlow.js its native library from the first source that works, and remembers which one that was.
 * Once it had to be WebAssembly, only `npm run setup` (retry) looks again.
 */
export async function prepareBackend(root, { retry = false, env = process.env } = {}) {
  if (env.TFJS_BACKEND === "wasm") return;
  const known = readBackend(root);
  if (known?.backend === "native" && hasBinding(tfjsFolder(root))) return;
  if (known?.backend === "wasm" && !retry) return;
  await step("TensorFlow", "looking for the native library", async (say) => {
    const backend = await firstThatLoads({ root, env, say, cache: bindingCache(root, env) });
    mkdirSync(cacheFolder(root), { recursive: true });
    writeFileSync(backendPath(root), `${JSON.stringify(backend, null, 2)}\n`);
    return backend.note;
  });
}

async function firstThatLoads(context) {
  const failures = [];
  for (const { source, bring, keep } of SOURCES) {
    const failure = await failureOf(bring, context);
    if (failure === undefined) {
      if (keep) await keepBinding(context);
      return { backend: "native", source, note: `native, from ${source}${list("; before that tried ", failures)}` };
    }
    removeBinding(tfjsFolder(context.root));
    if (failure) failures.push(`${source} (${failure})`);
  }
  const note = `WebAssembly: ${WASM_COST}${list("; tried ", failures)}; \`npm run setup\` tries again`;
  return { backend: "wasm", source: "@tensorflow/tfjs-backend-wasm", note };
}

const list = (lead, failures) => (failures.length > 0 ? lead + failures.join(", ") : "");

async function failureOf(bring, context) {
  try {
    const failure = await bring(context);
    if (failure !== undefined) return failure;
    const unusable = await loadFailure(context.root);
    if (unusable) forgetBinding(context);
    return unusable;
  } catch (error) {
    if (error.syscall) return error.message; // disk full, no permission
    throw error;
  }
}

const LOAD = `
  require("node:util").isNullOrUndefined ??= (value) => value == null;
  const tf = require("@tensorflow/tfjs-node");
  const [product] = tf.matMul([[2]], [[3]]).dataSync();
  if (product !== 6) throw new Error("2 x 3 is " + product);
`;

/** Loads tfjs-node in a process of its own and multiplies; undefined when that works, else why it does not. */
export async function loadFailure(root) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" };
  const { code, output } = await run(process.execPath, ["-e", LOAD], { cwd: root, env, quiet: true });
  if (code === 0) return undefined;
  return `does not load: ${output.match(/^\w*Error: .*$/m)?.[0] ?? `exit code ${code}`}`;
}

const backendPath = (root) => join(cacheFolder(root), "backend.json");

/** What set-up decided: {backend: "native" | "wasm", source, note}; undefined before its first run. */
export function readBackend(root) {
  try {
    return JSON.parse(readFileSync(backendPath(root), "utf8"));
  } catch {
    return undefined;
  }
}
