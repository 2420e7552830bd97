import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

type Asked = { by: string | undefined; what: string; body: Record<string, string> | undefined };
type Answer = { status?: number; body?: unknown };

const MADE: Answer = { body: { number: 12, html_url: "https://made" } };
const ABSENT: Answer = { status: 404, body: { message: "Not Found" } };

/**
 * A GitHub with one repository, and a hook of Slack beside it: its address, and all that it was asked.
 *
 * @param answers - by method and path below the repository, with its query or for any: `GET /pulls`. Else nothing is
 *   there to be read, and everything can be made.
 */
export async function fakeGithub(answers: Record<string, Answer> = {}) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const what = `${request.method} ${request.url?.replace(/^\/repos\/acme\/churn/i, "")}`;
      const sent = String(Buffer.concat(chunks));
      asked.push({ by: request.headers.authorization, what, body: sent ? JSON.parse(sent) : undefined });
      const otherwise = request.method === "GET" ? ABSENT : MADE;
      const { status = 200, body } = answers[what] ?? answers[what.replace(/\?.*/, "")] ?? otherwise;
      response.statusCode = status;
      response.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const told = () => asked.filter(({ what }) => !what.startsWith("GET "));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, told };
}
