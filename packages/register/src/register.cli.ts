import { existsSync } from "node:fs";
import { checkGolden, readBundle } from "@churn/bundle";
import { boundsOf, gatesOf, type Lineage, MODEL_NAME, type Params, PipelineError } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { openRegistry } from "@churn/registry";
import {
  defineCommand,
  gitState,
  hashFile,
  hasSourcesOf,
  log,
  readEnvironment,
  readParams,
  requirePath,
  runCommand,
  statusPath,
  writeJson,
} from "@churn/runtime";
import { requireUpToDate } from "./dvc-status.ts";
import { type Registered, register, registeredLine } from "./register.ts";
import { releaseStage } from "./release.stage.ts";
import { sameBounds } from "./release.ts";
import { requireMadeOf } from "./require-made-of.ts";
import { whoRuns } from "./who-runs.ts";

const LOCK = "dvc.lock";

let registered: Registered | undefined;

const command = defineCommand("register", "publishes the release as a version of the model, as candidate")
  .option(
    "--made-elsewhere",
    "another job made the release of this commit's sources, as its lineage must say; DVC is not asked",
  )
  .option("--untraceable", "also a release that no commit or data pin names, in a registry that others use")
  .action(async ({ madeElsewhere, untraceable }: { madeElsewhere?: true; untraceable?: true }) => {
    const registry = openRegistry();
    const folder = releaseStage.outputs.release;
    requirePath(folder, "run `npx dvc repro`, which seals it");
    const bundle = await readBundle(folder);
    requireTodaysBar(bundle.lineage.gates, await readParams());
    const head = await gitState();
    if (madeElsewhere) requireMadeOf(head, bundle.lineage, await hasSourcesOf(bundle.lineage.git.commit));
    await Promise.all([madeElsewhere || requireUpToDate(releaseStage.name), answersGolden(folder)]);
    const dvcLock = existsSync(LOCK) ? await hashFile(LOCK, "sha256") : null;
    const at = new Date().toISOString();
    registered = await register(registry, bundle, { at, by: whoRuns(), head, dvcLock, untraceable });
    log(registeredLine(MODEL_NAME, registered));
  });

function requireTodaysBar(gates: Lineage["gates"], params: Params): void {
  if (sameBounds(gates, boundsOf(gatesOf(params)))) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: "the release passed other gates than params.yaml names",
    where: "models, and key gate of params.yaml",
    fix: "run `npx dvc repro -f gate`, then `npx dvc repro`",
  });
}

async function answersGolden(folder: string): Promise<void> {
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  await checkGolden(folder, tf);
}

await runCommand(command, (outcome) => {
  const { version, created, aliases } = registered ?? {};
  writeJson(statusPath("register"), {
    stage: "register",
    ...outcome,
    seconds: Math.round(performance.now()) / 1000,
    finishedAt: new Date().toISOString(),
    ...(version ? { version: version.version, modelDigest: version.modelDigest, created, aliases } : {}),
  });
});
