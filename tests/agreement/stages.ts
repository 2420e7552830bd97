import { evaluateStage, gateStage } from "@churn/evaluate";
import { preprocessStage, validateStage } from "@churn/preprocess";
import { releaseStage } from "@churn/register";
import type { Stage } from "@churn/runtime";
import { trainStage } from "@churn/train";

const of = (stage: Stage, owner: string) => ({
  ...stage,
  package: owner,
  program: `packages/${owner}/src/${stage.name}.cli.ts`,
});

/** In the order of the pipeline. */
export const stages = [
  of(validateStage, "preprocess"),
  of(preprocessStage, "preprocess"),
  of(trainStage, "train"),
  of(evaluateStage, "evaluate"),
  of(gateStage, "evaluate"),
  of(releaseStage, "register"),
];
