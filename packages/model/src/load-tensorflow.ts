import { createRequire } from "node:module";
import util from "node:util";
import { PipelineError } from "@churn/contracts";

// CommonJS packages: required, so that the other backend is not even read.
const require = createRequire(import.meta.url);

export type TensorFlow = typeof import("@tensorflow/tfjs");
export type Backend = "native" | "wasm";

/**
 * TensorFlow.js with the native library where it can be had, else with WebAssembly, which is as fast for small networks
 * and many times slower for wide layers.
 */
export async function loadTensorFlow(preferred?: Backend): Promise<{ tf: TensorFlow; backend: Backend }> {
  if (preferred !== "wasm") {
    try {
      return { tf: loadNative(), backend: "native" };
    } catch (cause) {
      if (preferred === "native") {
        throw new PipelineError("ENVIRONMENT_INVALID", {
          what: "TFJS_BACKEND=native, but TensorFlow's native library does not load",
          where: "node_modules/@tensorflow/tfjs-node",
          fix: "run `npm run doctor`, or leave TFJS_BACKEND away to go on with WebAssembly",
          cause,
        });
      }
    }
  }
  return { tf: await loadWasm(), backend: "wasm" };
}

function loadNative(): TensorFlow {
  // tfjs-node 4.22 calls these two, of which Node 22 warns; Node 23 removed the first.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // One thread: for small networks the fastest, and the same sums whatever the number of cores.
  process.env.TF_NUM_INTRAOP_THREADS ??= "1";
  process.env.TF_NUM_INTEROP_THREADS ??= "1";
  return require("@tensorflow/tfjs-node");
}

async function loadWasm(): Promise<TensorFlow> {
  const tf: TensorFlow = require("@tensorflow/tfjs");
  const { setThreadsCount }: typeof import("@tensorflow/tfjs-backend-wasm") = require("@tensorflow/tfjs-backend-wasm");
  setThreadsCount(1); // with threads the order of sums, and so the weights, would change from run to run
  await tf.setBackend("wasm");
  await tf.ready();
  return tf;
}
