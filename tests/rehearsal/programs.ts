import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { ReadyAnswer } from "@churn/contracts";
import type { ProjectCopy } from "../support/project-copy.ts";

export type Ended = { readonly exitCode: number | null; readonly output: string };

const start = (project: ProjectCopy, program: string, args: readonly string[]) =>
  spawn(process.execPath, ["--import", "tsx/esm", program, ...args], {
    cwd: project.folder,
    env: { ...process.env, NO_COLOR: "1", ...project.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Runs a program of the project to its end, while what else is going on goes on. */
export async function run(project: ProjectCopy, program: string, ...args: string[]): Promise<Ended> {
  const child = start(project, program, args);
  const output = outputOf(child);
  const [exitCode] = await once(child, "close");
  return { exitCode, output: output() };
}

function outputOf(child: ChildProcess): () => string {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => parts.push(String(text)));
  return () => parts.join("");
}

/** A scoring service of the project that follows an alias, in a process of its own on loopback. */
export class ScoringServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    this.#output = outputOf(child);
  }

  static async start(project: ProjectCopy, alias: string): Promise<ScoringServer> {
    const port = await freePort();
    const args = ["--alias", alias, "--port", String(port), "--poll", "0.2"];
    const child = start(project, "packages/serve/src/serve.cli.ts", args);
    const server = new ScoringServer(`http://127.0.0.1:${port}`, child);
    try {
      await server.until(() => true);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Waits for an answer of /ready that is as wanted. */
  async until(isWanted: (ready: ReadyAnswer) => boolean): Promise<ReadyAnswer> {
    for (const end = Date.now() + 30_000; Date.now() < end; await delay(20)) {
      if (this.#hasEnded) break;
      const response = await fetch(`${this.url}/ready`).catch(() => undefined);
      if (!response?.ok) continue;
      const ready = ReadyAnswer.parse(await response.json());
      if (isWanted(ready)) return ready;
    }
    throw new Error(`the service is not as it should be:\n${this.#output()}`);
  }

  /** @returns its exit code after SIGTERM; null when a signal ended it */
  async stop(): Promise<number | null> {
    if (this.#hasEnded) return this.#child.exitCode;
    this.#child.kill("SIGTERM");
    const [exitCode] = await once(this.#child, "exit");
    return exitCode;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
