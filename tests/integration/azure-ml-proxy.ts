import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const WORKSPACE = "/mlflow/v1.0/subscriptions/0/resourceGroups/fake/workspaces/fake";
/** What a workspace of Azure ML has of MLflow, as far as training asks for it. */
const THERE = /^\/api\/2\.0\/mlflow\/(experiments\/|runs\/(get|create|update|search|log-batch)\b)/;

/** A fake that makes of a real MLflow server what Azure ML has: https, its path, a token, and 404 for the rest. */
export class AzureMlProxy {
  readonly certificate: string;
  readonly refused: string[] = [];
  readonly #server: Server;

  private constructor(target: number, token: string, folder: string) {
    this.certificate = join(folder, "certificate.pem");
    const key = join(folder, "key.pem");
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "1"];
    const files = ["-keyout", key, "-out", this.certificate];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject, ...files], { stdio: "pipe" });
    const tls = { key: readFileSync(key), cert: readFileSync(this.certificate) };
    this.#server = createServer(tls, (incoming, outgoing) => {
      const path = (incoming.url ?? "").replace(WORKSPACE, "");
      const status = incoming.headers.authorization !== `Bearer ${token}` ? 401 : THERE.test(path) ? 200 : 404;
      if (status === 200) return passOn(target, path, incoming, outgoing);
      this.refused.push(`${status} ${path}`);
      incoming.resume();
      outgoing.writeHead(status).end();
    });
  }

  static async before(target: number, { token, folder }: { token: string; folder: string }): Promise<AzureMlProxy> {
    const proxy = new AzureMlProxy(target, token, folder);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "localhost", resolve));
    return proxy;
  }

  get uri(): string {
    return `azureml://localhost:${(this.#server.address() as AddressInfo).port}${WORKSPACE}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function passOn(port: number, path: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _, authorization: __, ...headers } = incoming.headers;
  const { method = "" } = incoming;
  const passedOn = request({ port, host: "127.0.0.1", method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passedOn.on("error", () => incoming.socket.destroy());
  incoming.pipe(passedOn);
}
