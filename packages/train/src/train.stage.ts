import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FEATURE_FILES } from "@churn/contracts";
import { logLoss, rocAuc } from "@churn/metrics";
import { buildNetwork, type ChurnModel, fitNetwork, loadTensorFlow } from "@churn/model";
import {
  defineStage,
  digestOfJson,
  log,
  readEnvironment,
  readTransformer,
  requireFile,
  requireSeal,
  sealDigest,
  writeBytes,
  writeSeal,
} from "@churn/runtime";
import { FeatureTable, Tables } from "@churn/tables";
import { requireLearning } from "./require-learning.ts";
import { ShuffledBatches } from "./shuffled-batches.ts";
import { trackTraining } from "./track-training.ts";
import { TrainingLog } from "./training-log.ts";

export const trainStage = defineStage({
  name: "train",
  summary: "trains the network on the training part until the validation part says enough",
  inputs: { features: "artifacts/features" },
  outputs: { model: "artifacts/model", training: "artifacts/training" },
  params: ["dataset", "train"],
  live: "training",
  run: async ({ inputs: { features }, outputs, params: { dataset, train: params } }) => {
    const fix = "run `npm run preprocess`, which writes it";
    const file = (name: keyof typeof FEATURE_FILES) => join(features, FEATURE_FILES[name]);
    for (const name of ["train", "val"] as const) requireFile(file(name), fix);
    const state = await readTransformer(features, dataset);
    const environment = readEnvironment();
    const { tf, backend } = await loadTensorFlow(environment.TFJS_BACKEND);
    const tracked = await trackTraining(environment, features, { dataset, train: params });

    return Tables.inMemory(async (tables) => {
      const training = await FeatureTable.open(tables, file("train"), { keep: true });
      const validation = await FeatureTable.open(tables, file("val"), { keep: true });
      await requireSeal(features, "run `npm run preprocess`, which writes them together");
      const network = buildNetwork(tf, training.width, state, params);
      const batches = new ShuffledBatches(training, params);
      const trainingLog = new TrainingLog(outputs.training);
      log(`training ${network.countParams()} weights on ${training.rows} customers, TensorFlow.js ${backend}`);

      const began = performance.now();
      const { model, best } = await fitNetwork(
        tf,
        network,
        { batches: (epoch) => batches.epoch(epoch), validate: (current) => judge(current, validation) },
        params,
        (epoch) => {
          trainingLog.add(epoch);
          tracked?.log(TrainingLog.named(epoch), epoch.epoch);
          const left = ((performance.now() - began) / 1000 / epoch.epoch) * (params.epochs - epoch.epoch);
          log(
            `epoch ${String(epoch.epoch).padStart(2)}/${params.epochs}  loss ${epoch.loss.toFixed(4)}  ` +
              `validation loss ${epoch.validationLoss.toFixed(4)}  ROC AUC ${epoch.validationRocAuc.toFixed(4)}  ` +
              `at most ${left.toFixed(0)} s left`,
          );
        },
      );
      trainingLog.summarize(best);
      log(`best epoch ${best.epoch}: its weights are kept`);
      requireLearning(await validation.score(model));
      const files = await model.toFiles();
      mkdirSync(outputs.model, { recursive: true });
      for (const [name, bytes] of Object.entries(files)) writeBytes(join(outputs.model, name), bytes);
      await writeSeal(outputs.model, { features: await sealDigest(features), train: digestOfJson(params) });
      await tracked?.finish(outputs.model, best.epoch);
      return undefined;
    }).catch(async (error) => {
      await tracked?.fail();
      throw error;
    });
  },
});

/** Log loss and ROC AUC over a whole part; not a number once the network has diverged. */
async function judge(model: ChurnModel, part: FeatureTable): Promise<{ loss: number; rocAuc: number }> {
  const { yTrue, yScore } = await part.score(model);
  if (!yScore.every(Number.isFinite)) return { loss: Number.NaN, rocAuc: Number.NaN };
  return { loss: logLoss(yTrue, yScore), rocAuc: rocAuc(yTrue, yScore) };
}
