import { setTimeout as delay } from "node:timers/promises";
import { PipelineError } from "@churn/contracts";
import type { Alias, Registry } from "@churn/registry";
import type { FastifyBaseLogger } from "fastify";
import type { ServedModel } from "./served-model.ts";
import type { Serving } from "./serving.ts";

export type Following = {
  readonly registry: Registry;
  readonly alias: Alias;
  readonly serving: Serving;
  readonly bring: (version: number) => Promise<ServedModel>;
  readonly log: Pick<FastifyBaseLogger, "info" | "warn" | "error">;
  readonly onRefused?: () => void;
};

/**
 * Looks where the alias is, again and again, and lets its version answer once it is found fit. One that is not fit is
 * refused, and looked at again only when the alias has been elsewhere; while the registry can't be reached all stays as
 * it is. What goes on is said once.
 */
export async function followAlias(following: Following, everyMs: number, stop: AbortSignal): Promise<void> {
  let trouble: string | undefined;
  while (!stop.aborted) {
    const found = await lookOnce(following);
    if (found !== undefined && found !== trouble) following.log.warn(found);
    if (found === undefined && trouble !== undefined) following.log.info("the registry is as it should be again");
    trouble = found;
    await delay(everyMs, undefined, { signal: stop, ref: false }).catch(() => {});
  }
}

/** @returns what keeps it from seeing where the alias is, or from bringing its version */
async function lookOnce(following: Following): Promise<string | undefined> {
  const { registry, alias, serving, bring, log, onRefused } = following;
  const current = serving.model?.facts.version;
  let version: number | undefined;
  try {
    version = (await registry.aliases())[alias];
    if (version === undefined) return `no version is ${alias} any more; version ${current} goes on`;
    if (version === current) serving.refused = undefined;
    if (version === current || version === serving.refused?.version) return undefined;
    const model = await bring(version);
    if (!(await isMeant(following, model))) return undefined;
    serving.switchTo(model);
    log.info(model.facts, `version ${version} answers now, before: ${current}`);
    return undefined;
  } catch (error) {
    const why = (error as Error).message;
    if (version === undefined || !isUnfit(error))
      return `${alias} can't be followed, version ${current} goes on: ${why}`;
    serving.refused = { version, why };
    onRefused?.();
    log.error({ version, why }, `version ${version} is refused, version ${current} goes on`);
    return undefined;
  }
}

/** Whether the alias is still there: a version may be rolled back while it is brought. */
async function isMeant({ registry, alias }: Following, model: ServedModel): Promise<boolean> {
  let isStill = false;
  try {
    isStill = (await registry.aliases())[alias] === model.facts.version;
  } finally {
    if (!isStill) model.replace();
  }
  return isStill;
}

/** Of anything else, as a registry that is away or a disk that is full, the version bears no fault. */
function isUnfit(error: unknown): boolean {
  if (error instanceof PipelineError) return /^(ARTIFACT|CHECK)_/.test(error.code);
  return (error as NodeJS.ErrnoException).code === undefined;
}
