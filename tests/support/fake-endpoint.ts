import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { freePort } from "@churn/runtime/test-support";
import { becomesReady } from "@churn/tools/deploy/ready.mjs";
import type { AzStub } from "./az-stub.ts";
import type { FakeDocker } from "./fake-docker.ts";

const TOKEN = "stub-access-token";

/**
 * A fake of what a stub az has made: an endpoint that takes a token, lets /score through only, and asks the colour that
 * a header names, else one by the traffic. A colour is the real service, with the model of the fake docker's image.
 */
export class FakeEndpoint {
  /** Nobody is answered any more once this colour has all traffic. */
  breaksWith: string | undefined;
  /** Set before the first request. */
  made: { az: AzStub; docker: FakeDocker; project: string } | undefined;
  readonly #services = new Map<string, { url: string; child: ChildProcess }>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<FakeEndpoint> {
    const endpoint = new FakeEndpoint();
    await new Promise<void>((resolve) => endpoint.#server.listen(0, "127.0.0.1", resolve));
    return endpoint;
  }

  get scoringUri(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/score`;
  }

  close(): void {
    for (const { child } of this.#services.values()) child.kill("SIGKILL");
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { authorization, "azureml-model-deployment": named, "content-type": type = "" } = request.headers;
    if (authorization !== `Bearer ${TOKEN}`) return void response.writeHead(401).end();
    const { traffic = {}, deployments = {} } = Object.values(this.made?.az.state.endpoints ?? {})[0] ?? {};
    const colour = named ? String(named) : drawn(traffic);
    const deployment = deployments[colour];
    if (request.url !== "/score" || !deployment) return void response.writeHead(404).end();
    if (!named && this.breaksWith && traffic[this.breaksWith] === 100) return void response.writeHead(503).end();
    const url = await this.#service(deployment);
    const body = Buffer.concat(parts);
    const answer = await fetch(`${url}/score`, { method: "POST", headers: { "content-type": type }, body });
    const relayed = answer.ok ? {} : { "ms-azureml-model-error-statuscode": String(answer.status) };
    const headers = { "content-type": "application/json", ...relayed };
    response.writeHead(answer.ok ? 200 : 424, headers).end(await answer.text());
  }

  async #service({ model, environment = "" }: { model: string; environment?: string }): Promise<string> {
    const known = this.#services.get(environment);
    if (known) return known.url;
    const { docker, project } = this.made as NonNullable<typeof this.made>;
    const digest = Object.keys(docker.state.images).find((one) =>
      one.startsWith(`sha256:${environment.split(":").at(-1)}`),
    );
    const port = await freePort();
    const bundle = [
      "--bundle",
      join(docker.folder, String(digest).slice(7)),
      "--version",
      model.split("/").at(-1) ?? "",
    ];
    const where = ["--host", "127.0.0.1", "--port", String(port)];
    const args = ["--import", "tsx/esm", "packages/serve/src/serve.cli.ts", ...where, ...bundle];
    const url = `http://127.0.0.1:${port}`;
    this.#services.set(environment, { url, child: spawn(process.execPath, args, { cwd: project, stdio: "ignore" }) });
    await becomesReady(url, 60_000);
    return url;
  }
}

function drawn(traffic: Record<string, number>): string {
  let left = Math.random() * 100;
  const found = Object.entries(traffic).find(([, share]) => {
    left -= share;
    return left < 0;
  });
  return found?.[0] ?? "";
}
