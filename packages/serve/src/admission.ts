import type { FastifyReply, FastifyRequest } from "fastify";
import { LIMITS, type Limits } from "./limits.ts";
import { overloaded } from "./refusal.ts";

/** Lets so many requests, and bytes of their bodies, in at a time; the others are told at once to come again. */
export function admission(limits: Limits = LIMITS): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  let [requests, bytes] = [0, 0];
  return async (request, reply) => {
    const said = Number(request.headers["content-length"] ?? limits.bodyBytes);
    const size = said <= limits.bodyBytes ? said : 0; // a larger one is refused unread
    if (requests + 1 > limits.requests || bytes + size > limits.bytes) throw overloaded();
    requests++;
    bytes += size;
    reply.raw.once("close", () => {
      requests--;
      bytes -= size;
    });
  };
}
