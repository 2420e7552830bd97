import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Asked = { readonly path: string; readonly authorization: string | undefined; readonly body: string };

/**
 * A fake of what a job of Azure ML reaches, on loopback: the endpoint of its managed identity and a Key Vault, with the
 * paths, headers and answers that Microsoft documents; and GitHub's dispatch and a webhook of Slack.
 */
export async function startFakeAzure(secrets: (address: string) => Readonly<Record<string, string>>) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://fake");
    const { authorization, secret } = request.headers;
    asked.push({ path: url.pathname, authorization, body: await text(request) });
    const [status, answer] = answerTo(url, { authorization, secret });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kept = secrets(address);

  function answerTo(url: URL, headers: { authorization: string | undefined; secret: unknown }): [number, object] {
    const { pathname, searchParams } = url;
    if (pathname === "/identity") {
      const isRight = headers.secret === "msi" && searchParams.get("resource") === "https://vault.azure.net";
      return isRight ? [200, { access_token: `token of ${searchParams.get("clientid")}` }] : [403, {}];
    }
    const [, name] = /^\/secrets\/([\w-]+)$/.exec(pathname) ?? [];
    if (name === undefined) return [204, {}];
    if (headers.authorization !== "Bearer token of jobs" || !searchParams.has("api-version")) return [403, {}];
    return name in kept ? [200, { value: kept[name] }] : [404, { error: { code: "SecretNotFound" } }];
  }
  /** As Azure ML sets them in a job. */
  const env = { MSI_ENDPOINT: `${address}/identity`, MSI_SECRET: "msi", DEFAULT_IDENTITY_CLIENT_ID: "jobs" };
  return { address, env, asked, stop: () => server.close() };
}
