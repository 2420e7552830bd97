import util from "node:util";
import { PipelineError } from "@churn/contracts";

export type TensorFlow = typeof import("@tensorflow/tfjs");
export type Backend = "native" | "wasm";

/**
 * TensorFlow.js with the native library where it can be had, else with WebAssembly, which trains the same network
 * several times slower.
 */
export async function loadTensorFlow(preferred?: Backend): Promise<{ tf: TensorFlow; backend: Backend }> {
  if (preferred !== "wasm") {
    try {
      return { tf: await loadNative(), backend: "native" };
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

async function loadNative(): Promise<TensorFlow> {
  // tfjs-node 4.22 calls a function that Node 23 removed.
  const legacy = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  const { default: tf } = await import("@tensorflow/tfjs-node");
  return tf as unknown as TensorFlow;
}

async function loadWasm(): Promise<TensorFlow> {
  const { default: tf } = (await import("@tensorflow/tfjs")) as unknown as { default: TensorFlow };
  const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
  setThreadsCount(1); // with threads the order of sums, and so the weights, would change from run to run
  await tf.setBackend("wasm");
  await tf.ready();
  return tf;
}
