import { join } from "node:path";
import { type BundleDigests, requireDigests } from "@churn/bundle";
import { RELEASE_FILES } from "@churn/contracts";
import {
  artifactPath,
  createRun,
  endRun,
  ensureExperiment,
  findRun,
  type MlflowClient,
  MODEL_FILES_TAG,
  type Run,
} from "@churn/mlflow";
import { inWorkFolder, moveInto, networkDigest, readBytes, temporaryBeside, writeBytes } from "@churn/runtime";

/**
 * Sends a bundle to the files of the run that trained its network, and looks that what comes back is the same. The
 * place has the bundle's digest for a name: sent twice, or by two at once, it is the same bytes.
 */
export async function uploadBundle(
  client: MlflowClient,
  experiment: string,
  folder: string,
  digests: BundleDigests,
): Promise<{ runId: string; source: string }> {
  const run = await runThatTrained(client, experiment, folder);
  const source = `${run.artifactUri}/${digests.releaseDigest}`;
  for (const name of RELEASE_FILES) {
    const bytes = await readBytes(join(folder, name), "run `npx dvc repro`, which seals it anew");
    await client.putArtifact(artifactPath(`${source}/${name}`), new Uint8Array(bytes));
  }
  await inWorkFolder("churn-uploaded-", (back) =>
    downloadBundle(client, source, join(back, "bundle"), digests, "what was sent"),
  );
  return { runId: run.id, source };
}

/**
 * Puts the bundle that is at `source` in the place of what is at `into`, once its bytes are those that are expected.
 *
 * @param name - of the bundle, for the message when they are not
 */
export async function downloadBundle(
  client: MlflowClient,
  source: string,
  into: string,
  expected: BundleDigests,
  name: string,
): Promise<void> {
  const temporary = temporaryBeside(into);
  for (const name of RELEASE_FILES) {
    writeBytes(join(temporary, name), await client.getArtifact(artifactPath(`${source}/${name}`)));
  }
  const fix = "restore the files there from a copy, or promote another version: `npm run models` lists them";
  await requireDigests(temporary, expected, { name, where: `MLflow, ${source}`, fix });
  moveInto(temporary, into);
}

/** Where the training was not logged, a run that stands for it. */
async function runThatTrained(client: MlflowClient, experimentName: string, folder: string): Promise<Run> {
  const experiment = await ensureExperiment(client, experimentName);
  const tag = { key: MODEL_FILES_TAG, value: await networkDigest(folder) };
  const trained = await findRun(client, experiment, tag);
  if (trained) return trained;
  const startTime = Date.now();
  const name = "registered without a logged training";
  const run = await createRun(client, experiment, { name, startTime, tags: { [tag.key]: tag.value } });
  await endRun(client, run, { status: "FINISHED", endTime: startTime });
  return run;
}
