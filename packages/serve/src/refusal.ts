import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
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

const MALFORMED: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: new Refusal(431, "the headers are too large"),
  ERR_HTTP_REQUEST_TIMEOUT: new Refusal(408, "the request was not whole in time"),
};

/** For what is not even a request. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const refusal = MALFORMED[error.code ?? ""] ?? new Refusal(400, "expected a request in HTTP/1.1");
  const body = JSON.stringify(problemOf(refusal));
  const head = [`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, `Content-Type: ${PROBLEM}`];
  head.push(`Content-Length: ${Buffer.byteLength(body)}`, "Connection: close");
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroy();
}

const PROBLEM = "application/problem+json";

function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) reply.header("retry-after", retryAfterSeconds);
  return reply.code(status).type(PROBLEM).send(problemOf(refusal));
}

const problemOf = ({ status, message, errors }: Refusal): Problem => ({
  type: "about:blank",
  title: STATUS_CODES[status] ?? "Error",
  status,
  detail: message,
  ...(errors ? { errors } : {}),
});
