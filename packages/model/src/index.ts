export type { Batch } from "./batch.ts";
export { buildNetwork } from "./build-network.ts";
export { ChurnModel, type ModelFiles } from "./churn-model.ts";
export { type Epoch, fitNetwork } from "./fit-network.ts";
export type { Predictor } from "./flat-prediction.ts";
export { type Backend, loadTensorFlow, type TensorFlow } from "./load-tensorflow.ts";
export { readChurnModel } from "./read-churn-model.ts";
