import type { NumericState, TrainParams, TransformerState } from "@churn/contracts";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "./load-tensorflow.ts";

const PIECES = "pieces";
const CUT = "cut";
const JOINED = "features_and_pieces";
/** Names of the layers that the encoding is made of. */
export const PIECES_LAYERS: readonly string[] = [PIECES, CUT, JOINED];

/**
 * Adds to the features, for each number, how far it has come through each piece between two quantiles: 0 below, 1
 * above, linear within. As plain layers: a fixed dense layer, cut off at 0 and 1.
 *
 * @see Gorishniy et al. (2022), On embeddings for numerical features in tabular deep learning, arXiv:2203.05556
 */
export function piecewiseLinear(
  tf: TensorFlow,
  input: SymbolicTensor,
  state: TransformerState,
  { piecewiseLinearPieces }: TrainParams,
): SymbolicTensor {
  const width = input.shape[1] as number;
  const pieces: { feature: number; from: number; to: number }[] = [];
  let feature = 0;
  for (const column of state.columns) {
    if (column.kind === "number") pieces.push(...piecesOf(column, piecewiseLinearPieces, feature));
    feature += (column.kind === "category" ? column.categories.length : 1) + (column.missing ? 1 : 0);
  }
  if (pieces.length === 0) return input; // no numbers among the features
  const kernel = new Float32Array(width * pieces.length);
  pieces.forEach((piece, i) => {
    kernel[piece.feature * pieces.length + i] = 1 / (piece.to - piece.from);
  });
  const bias = Float32Array.from(pieces, (piece) => -piece.from / (piece.to - piece.from));
  const dense = tf.layers.dense({ units: pieces.length, trainable: false, name: PIECES });
  const encoded = tf.layers.reLU({ maxValue: 1, name: CUT }).apply(dense.apply(input)) as SymbolicTensor;
  dense.setWeights([tf.tensor2d(kernel, [width, pieces.length]), tf.tensor1d(bias)]);
  return tf.layers.concatenate({ name: JOINED }).apply([input, encoded]) as SymbolicTensor;
}

/** Features of shape [rows * width] in, [rows * wider] out. */
export type Encoder = (features: Float32Array, rows: number) => Float32Array;

/** What those layers of a network make of its features, in plain JavaScript: a piece is made of one feature alone. */
export function pieceEncoder(network: LayersModel): Encoder {
  const dense = network.layers.find((layer) => layer.name === PIECES);
  if (dense === undefined) return (features) => features;
  const [kernel, bias] = dense.getWeights().map((weight) => weight.dataSync()) as [Float32Array, Float32Array];
  const count = bias.length;
  const width = kernel.length / count;
  const featureOf = Uint32Array.from(bias, (_, piece) => {
    return Array.from({ length: width }, (_, feature) => feature).find((f) => kernel[f * count + piece] !== 0) ?? 0;
  });
  const scale = Float32Array.from(featureOf, (feature, piece) => kernel[feature * count + piece]!);
  return (features, rows) => {
    const wider = width + count;
    const encoded = new Float32Array(rows * wider);
    for (let row = 0; row < rows; row++) {
      encoded.set(features.subarray(row * width, (row + 1) * width), row * wider);
      for (let piece = 0; piece < count; piece++) {
        const value = features[row * width + featureOf[piece]!]! * scale[piece]! + bias[piece]!;
        encoded[row * wider + width + piece] = Math.min(1, Math.max(0, value));
      }
    }
    return encoded;
  };
}

/** Pieces between distinct quantiles, in units of the transformed feature. */
function piecesOf({ quantiles, mean, scale }: NumericState, count: number, feature: number) {
  const edges = Array.from({ length: count + 1 }, (_, i) => {
    const quantile = quantiles[Math.round((i * (quantiles.length - 1)) / count)] as number;
    return (quantile - mean) / scale;
  });
  const distinct = edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] as number));
  return distinct.slice(1).map((to, i) => ({ feature, from: distinct[i] as number, to }));
}
