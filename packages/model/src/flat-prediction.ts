import type { LayersModel, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { flatLayers } from "./flat-layers.ts";
import type { TensorFlow } from "./load-tensorflow.ts";
import { pieceEncoder } from "./piecewise-linear.ts";

/** Features of shape [rows * width] to probabilities of shape [rows]. */
export type Predictor = (x: Float32Array) => Float32Array;

/** From so many rows on the operations of TensorFlow.js cost less than they save. */
const MANY_ROWS = 64;

type Dense = { readonly kernel: Float32Array; readonly bias: Float32Array };

/**
 * Does what `network.predict` does, within 1e-6, when the network is one of `flatLayers`, else undefined. A service
 * scores few customers at a time, for which TensorFlow.js spends a millisecond on starting operations and some
 * microseconds on numbers: here few rows go through plain loops, and many through one operation per layer. The weights
 * are those at this moment; the tensors stay the network's own.
 */
export function flatPredictor(tf: TensorFlow, network: LayersModel): Predictor | undefined {
  const layers = flatLayers(network, ["Dropout"]);
  if (layers === undefined) return undefined;
  const width = network.inputs[0]?.shape[1] as number;
  const encode = pieceEncoder(network);
  const weights = layers.map((layer) => layer.getWeights() as [Tensor2D, Tensor1D]);
  const dense = weights.map(([kernel, bias]): Dense => {
    return { kernel: Float32Array.from(kernel.dataSync()), bias: Float32Array.from(bias.dataSync()) };
  });
  return (x) => {
    const rows = x.length / width;
    const inputs = encode(x, rows);
    const logits =
      rows < MANY_ROWS
        ? dense.reduce((values, layer, i) => throughDense(values, rows, layer, i < dense.length - 1), inputs)
        : tf.tidy(() => {
            let values: Tensor2D = tf.tensor2d(inputs, [rows, inputs.length / rows]);
            weights.forEach(([kernel, bias], i) => {
              const activation = i < weights.length - 1 ? "relu" : "linear";
              values = tf.fused.matMul({ a: values, b: kernel, bias, activation }) as Tensor2D;
            });
            return values.dataSync() as Float32Array;
          });
    return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  };
}

/** [rows * inputs] to [rows * units]. What is zero, as most inputs are, adds nothing and is passed over. */
function throughDense(values: Float32Array, rows: number, { kernel, bias }: Dense, isHidden: boolean): Float32Array {
  const units = bias.length;
  const inputs = kernel.length / units;
  const sums = new Float64Array(units);
  const out = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    sums.set(bias);
    for (let input = 0; input < inputs; input++) {
      const value = values[row * inputs + input]!;
      if (value === 0) continue;
      for (let unit = 0, at = input * units; unit < units; unit++, at++) sums[unit]! += value * kernel[at]!;
    }
    for (let unit = 0; unit < units; unit++) {
      out[row * units + unit] = isHidden ? Math.max(0, sums[unit]!) : sums[unit]!;
    }
  }
  return out;
}
