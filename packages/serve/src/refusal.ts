import { STATUS_CODES } from "node:http";
import type { Problem } from "@churn/contracts";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";

/** A request that is not answered with what it asked for; told as problem details (RFC 9457). */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: Problem["errors"];
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, detail: string, more: { errors?: Problem["errors"]; retryAfterSeconds?: number } = {}) {
    super(detail);
    this.status = status;
    this.errors = more.errors;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export const overloaded = () =>
  new Refusal(503, "more requests are waiting than can be answered in time", { retryAfterSeconds: 1 });

/** For the app's errors: what went wrong on the caller's side is said, what is a bug is logged. */
export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return sendProblem(reply, error);
  const { statusCode = 500, message } = error;
  if (statusCode < 500) return sendProblem(reply, new Refusal(statusCode, message));
  request.log.error(error, "a bug in the service");
  return sendProblem(reply, new Refusal(500, "a bug in the service, which its log tells of"));
}

export function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, new Refusal(404, `there is no ${request.method} ${request.url.split("?")[0]}`));
}

function sendProblem(reply: FastifyReply, { status, message, errors, retryAfterSeconds }: Refusal): FastifyReply {
  const problem: Problem = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: message,
    ...(errors ? { errors } : {}),
  };
  if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
  return reply.code(status).type("application/problem+json").send(problem);
}
