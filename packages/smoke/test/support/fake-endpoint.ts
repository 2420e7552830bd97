import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A fake of an endpoint of Azure ML: takes a token, lets /score through only, and relays what is refused as 424. */
export async function fakeEndpoint(deployments: Record<string, string>, token: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { authorization, "azureml-model-deployment": named = "live", "content-type": type = "" } = request.headers;
    const target = deployments[String(named)];
    if (authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
    if (request.url !== "/score" || target === undefined) return void response.writeHead(404).end();
    const answer = await fetch(`${target}/score`, {
      method: "POST",
      headers: { "content-type": type },
      body: Buffer.concat(parts),
    });
    const text = await answer.text();
    if (answer.ok) return void response.writeHead(200, { "content-type": "application/json" }).end(text);
    response.writeHead(424, { "ms-azureml-model-error-statuscode": String(answer.status) }).end(text);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
