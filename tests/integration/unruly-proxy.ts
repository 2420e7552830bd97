import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What it does with a request instead of passing it on; `lost`: the server does it, and nobody hears of it. */
type Whim =
  | { status: number; headers?: Record<string, string>; body?: string }
  | { waitMs: number }
  | "cut"
  | "lost"
  | undefined;
type Request = { method: string; path: string; authorization: string | undefined };

/** A fake that stands before the real server on the loopback and misbehaves. */
export class UnrulyProxy {
  /** Asked for each request. */
  whim: (request: Request) => Whim | Promise<Whim> = () => undefined;
  readonly requests: Request[] = [];
  readonly #target: number;
  readonly #server = createServer((incoming, outgoing) => void this.#handle(incoming, outgoing));

  private constructor(target: number) {
    this.#target = target;
  }

  static async before(target: number): Promise<UnrulyProxy> {
    const proxy = new UnrulyProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As if the server's machine had gone. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = incoming;
    const asked = { method, path, authorization: headers.authorization };
    this.requests.push(asked);
    const whim = await this.whim(asked);
    if (whim === "cut") return void incoming.socket.destroy();
    if (typeof whim === "object" && "status" in whim) {
      incoming.resume();
      outgoing.writeHead(whim.status, whim.headers).end(whim.body);
      return;
    }
    if (typeof whim === "object") await sleep(whim.waitMs);
    const passedOn = request({ port: this.#target, host: "127.0.0.1", method, path, headers }, (answer) => {
      if (whim === "lost") {
        answer.resume().on("end", () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passedOn.on("error", () => incoming.socket.destroy());
    incoming.pipe(passedOn);
  }
}
