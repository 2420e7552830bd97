import type { LayersModel } from "@tensorflow/tfjs";
import { PIECES_LAYERS } from "./piecewise-linear.ts";

type Layer = LayersModel["layers"][number];

/**
 * The dense layers of a network that is made of nothing else: ReLU layers one after the other and one sigmoid unit,
 * behind the pieces or not. Undefined for any other network.
 *
 * @param passedOver - classes of layers that do nothing
 */
export function flatLayers(network: LayersModel, passedOver: readonly string[] = []): Layer[] | undefined {
  const dense = network.layers.filter((layer) => layer.trainableWeights.length > 0);
  const isKnown = (layer: Layer) => {
    const kind = layer.getClassName();
    return kind === "InputLayer" || PIECES_LAYERS.includes(layer.name) || passedOver.includes(kind);
  };
  const isFlat =
    network.layers.every((layer) => dense.includes(layer) || isKnown(layer)) &&
    dense.every((layer, i) => isPlainDense(layer, i < dense.length - 1 ? "relu" : "sigmoid"));
  return isFlat ? dense : undefined;
}

function isPlainDense(layer: Layer, activation: string): boolean {
  const { activation: used, useBias, ...config } = layer.getConfig();
  const extras = ["kernelRegularizer", "biasRegularizer", "activityRegularizer", "kernelConstraint", "biasConstraint"];
  return (
    layer.getClassName() === "Dense" &&
    used === activation &&
    useBias === true &&
    extras.every((extra) => config[extra] === null || config[extra] === undefined)
  );
}
