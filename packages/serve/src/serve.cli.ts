import { setTimeout as delay } from "node:timers/promises";
import { PipelineError } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { openRegistry } from "@churn/registry";
import { defineCommand, readEnvironment, runCommand, untilStopped } from "@churn/runtime";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "./app.ts";
import { bringModel } from "./bring-model.ts";
import { firstModel } from "./first-model.ts";
import { followAlias } from "./follow-alias.ts";
import { LIMITS } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { RequestLog } from "./request-log.ts";
import { type Flags, type ServeOptions, serveOptions } from "./serve-options.ts";
import { Serving } from "./serving.ts";

const command = defineCommand("serve", "scores customers over HTTP with the model that an alias names, as it moves")
  .option("--alias <NAME>", "candidate, staging or production (default: production)")
  .option("--version <N>", "this version, whatever the aliases name")
  .option("--bundle <FOLDER>", "a bundle that is at hand; with --version N, under which its answers name it")
  .option("--port <N>", "0 for any that is free", "8080")
  .option("--host <ADDRESS>", "where it listens; 0.0.0.0 for other machines too", "127.0.0.1")
  .option("--poll <SECONDS>", "how often it looks where the alias is", "5")
  .option("--log-requests <FOLDER>", "writes customers and scores there, for monitoring")
  .option("--log-level <LEVEL>", "debug says a line for each request", "info")
  .action((flags: Flags) => serve(serveOptions(flags)));

async function serve(options: ServeOptions): Promise<void> {
  const log = pino({ level: options.logLevel });
  const { tf, backend } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  const serving = new Serving();
  const requestLog =
    options.logRequests === undefined
      ? undefined
      : new RequestLog(options.logRequests, ({ message }) => log.error(`scores are not logged: ${message}`));
  const metrics = new Metrics({ serving, tf, requestLog });
  const app = buildApp({ serving, metrics, requestLog }, log);

  await listen(app, options); // it is live while the model is brought, and then ready
  try {
    serving.switchTo(await firstModel(options.source, tf));
  } catch (error) {
    await app.close();
    throw error;
  }
  const stopped = untilStopped();
  log.info({ ...serving.model?.facts, backend }, `version ${serving.model?.facts.version} answers`);
  const stop = new AbortController();
  if ("alias" in options.source) {
    const registry = openRegistry();
    const bring = (version: number) => bringModel(registry, version, tf);
    const following = {
      registry,
      alias: options.source.alias,
      serving,
      bring,
      log,
      onRefused: () => metrics.refused(),
    };
    void followAlias(following, options.pollMs, stop.signal);
  }

  log.info(`${await stopped}: answering what is under way, then ending`);
  stop.abort();
  setTimeout(() => process.exit(0), LIMITS.drainMs).unref();
  serving.isEnding = true;
  await delay(LIMITS.goodbyeMs);
  await app.close();
  await requestLog?.close();
}

async function listen(app: FastifyInstance, { port, host }: ServeOptions): Promise<void> {
  try {
    await app.listen({ port, host });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? `port ${port} is in use` : message;
    throw new PipelineError("USAGE_INVALID", {
      what: `can't listen at ${host}: ${why}`,
      where: "--port, --host",
      fix: "end what uses it, or name another one, for example --port 8081",
      cause,
    });
  }
}

await runCommand(command);
