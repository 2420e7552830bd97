import "./faster-start.mjs";

export { digestOf, digestOfJson, hashFiles, hashPath } from "./digest.ts";
export { type Environment, environmentWith, readEnvironment } from "./environment.ts";
export { evaluatedDigests, networkDigest } from "./evaluated-digests.ts";
export {
  hashFile,
  moveInto,
  readBytes,
  readText,
  requireFile,
  requirePath,
  temporaryBeside,
  writeBytes,
  writeJson,
} from "./files.ts";
export { gitOutput, gitState, hasSourcesOf } from "./git-state.ts";
export { log } from "./log.ts";
export { patiently, type Repeatable, retryAfter } from "./patiently.ts";
export { readJson } from "./read-json.ts";
export { readParams } from "./read-params.ts";
export { readTransformer } from "./read-transformer.ts";
export { CheckFailed, defineCommand, type Outcome, runCommand, untilStopped } from "./run-command.ts";
export { requireOneRun, requireSeal, sealDigest, writeSeal } from "./seal.ts";
export { defineStage, executeStage, runStage, type Stage, stageCommand, statusPath, type Verdict } from "./stage.ts";
export { inWorkFolder } from "./work-folder.ts";
