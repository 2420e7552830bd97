import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The optimizer takes steps so large that the weights overflow.",
  change: edit("packages/model/src/build-network.ts", "tf.train.adam(learningRate)", "tf.train.sgd(1e20)"),
  from: "train",
  stoppedAt: "train",
  says: "the training has diverged",
};
