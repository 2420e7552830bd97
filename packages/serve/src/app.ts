import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from "fastify";
import { LIMITS } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { docsRoutes } from "./page/docs-routes.ts";
import { pageRoutes } from "./page/page-routes.ts";
import { answerError, answerMalformed, answerUnknown, Refusal } from "./refusal.ts";
import type { RequestLog } from "./request-log.ts";
import { informRoutes } from "./routes/inform.ts";
import { scoreRoutes } from "./routes/score.ts";
import type { Serving } from "./serving.ts";

export type Service = {
  readonly serving: Serving;
  readonly metrics: Metrics;
  readonly requestLog: RequestLog | undefined;
};

/** A part of the service, with the paths that it answers. */
export type Routes = (app: FastifyInstance, service: Service) => void;

/** For people. */
const PAGES = [pageRoutes, docsRoutes];

/** The service without a port: what it answers, to whom it says no, and what it measures. */
export function buildApp(service: Service, log: FastifyBaseLogger, pages: readonly Routes[] = PAGES): FastifyInstance {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: LIMITS.requestMs,
    return503OnClosing: false, // what comes in on an open connection is answered, then the connection is closed
    frameworkErrors: answerError,
    clientErrorHandler: answerMalformed,
    onProtoPoisoning: "ignore", // every column that the contract does not name is refused
    onConstructorPoisoning: "ignore",
  });
  app.removeContentTypeParser("text/plain");
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknown);
  app.addHook("onRequest", async (request, reply) => {
    if (request.is404) return answerUnknown(request, reply); // before its body is read
    const encoding = request.headers["content-encoding"];
    if (encoding === undefined || encoding === "identity") return;
    throw new Refusal(415, `expected a body that is not compressed, received ${encoding}`);
  });
  app.addHook("onSend", async (_, reply) => {
    if (service.serving.isEnding) reply.header("connection", "close");
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    service.metrics.request(route, reply.statusCode, reply.elapsedTime / 1000);
    request.log.debug({ route, status: reply.statusCode, ms: reply.elapsedTime }, "answered");
  });
  for (const routes of [scoreRoutes, informRoutes, ...pages]) routes(app, service);
  return app;
}
