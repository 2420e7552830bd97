import { spawn } from "node:child_process";
import { openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_MS = 120_000;
const QUIET = { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" };

/** A real MLflow server, with its database and its files in a folder. Any process may stop it and start it again. */
export class MlflowServer {
  readonly folder: string;
  readonly port: number;

  constructor({ folder, port }: { folder: string; port: number }) {
    this.folder = folder;
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Comes back when it answers. */
  async start(): Promise<void> {
    const python = process.env.MLFLOW_PYTHON;
    if (!python) throw new Error("run `npm run test:integration`, which brings MLflow");
    const store = ["--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./files"];
    const where = ["--host", "127.0.0.1", "--port", String(this.port), "--workers", "1"];
    const log = openSync(join(this.folder, "log"), "a");
    const child = spawn(python, ["-m", "mlflow", "server", ...where, ...store, "--serve-artifacts"], {
      cwd: this.folder,
      env: { ...process.env, ...QUIET },
      detached: true,
      stdio: ["ignore", log, log],
    });
    writeFileSync(this.#pidFile, String(child.pid));
    child.unref();
    for (const until = Date.now() + START_MS; !(await this.#answers()); await sleep(100)) {
      if (Date.now() > until || child.exitCode !== null)
        throw new Error(readFileSync(join(this.folder, "log"), "utf8"));
    }
  }

  /** All its processes at once, in the middle of whatever they do. */
  async stop(): Promise<void> {
    process.kill(-Number(readFileSync(this.#pidFile, "utf8")), "SIGKILL");
    rmSync(this.#pidFile);
    while (await this.#answers()) await sleep(20);
  }

  /** What it answers by itself. */
  async ask(method: string, path: string, body?: object) {
    const headers = { "content-type": "application/json" };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${this.url}/api/2.0/mlflow/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return JSON.parse(await response.text());
  }

  get #pidFile(): string {
    return join(this.folder, "pid");
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
