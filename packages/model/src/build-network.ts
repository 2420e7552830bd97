import type { TrainParams, TransformerState } from "@churn/contracts";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "./load-tensorflow.ts";
import { piecewiseLinear } from "./piecewise-linear.ts";

/**
 * Features [batch, width] → probability of churn [batch, 1]: dense layers, then one sigmoid unit.
 *
 * @param state - where the piecewise-linear encoding takes its quantiles from
 */
export function buildNetwork(tf: TensorFlow, width: number, state: TransformerState, params: TrainParams): LayersModel {
  const { seed, hiddenUnits, activation, dropout, learningRate } = params;
  const input = tf.input({ shape: [width], name: "features" });
  let layer: SymbolicTensor = params.piecewiseLinearPieces > 0 ? piecewiseLinear(tf, input, state, params) : input;
  hiddenUnits.forEach((units, i) => {
    const kernelInitializer = tf.initializers.heNormal({ seed: seed + i });
    layer = tf.layers
      .dense({ units, activation, kernelInitializer, name: `hidden_${i + 1}` })
      .apply(layer) as SymbolicTensor;
    if (dropout > 0) {
      layer = tf.layers
        .dropout({ rate: dropout, seed: seed + i, name: `dropout_${i + 1}` })
        .apply(layer) as SymbolicTensor;
    }
  });
  const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + hiddenUnits.length });
  const output = tf.layers.dense({ units: 1, activation: "sigmoid", kernelInitializer, name: "churn_probability" });
  const model = tf.model({ inputs: input, outputs: output.apply(layer) as SymbolicTensor, name: "churn" });
  model.compile({ optimizer: tf.train.adam(learningRate), loss: "binaryCrossentropy" });
  return model;
}
