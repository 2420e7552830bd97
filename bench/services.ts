import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { writeBytes } from "@churn/runtime";
import { root } from "@churn/tools/project.mjs";
import { lockedPython } from "@churn/tools/setup/locked-python.mjs";

export type Service = {
  readonly score: string;
  readonly url: string;
  readonly secondsToReady: number;
  readonly pid: number;
  /** As the service wants customers. */
  readonly body: (customers: readonly object[]) => string;
  readonly stop: () => Promise<void>;
};

const BUNDLE = join(root, "models/churn");
const SERVE = join(root, "packages/serve/src/serve.cli.ts");

/** The project's service, for the release that is here, or in a folder with a registry for what is in production. */
export async function startOurs(folder?: string): Promise<Service> {
  const port = await freePort();
  const source = folder ? ["--poll", "0.1"] : ["--bundle", BUNDLE, "--version", "1"];
  const command = ["--import", import.meta.resolve("tsx/esm"), SERVE, ...source, "--port", String(port)];
  const child = spawn(process.execPath, command, { cwd: folder ?? root, stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}`;
  const body = (customers: readonly object[]) => JSON.stringify(customers.length === 1 ? customers[0] : customers);
  return { ...(await ready(child, `${url}/ready`)), url, score: `${url}/score`, body };
}

/** `mlflow models serve` with the same network and transformer in numpy. */
export async function startPeer(work: string): Promise<Service> {
  const python = await lockedPython(root, "mlflow", { oldestMinor: 10 });
  const model = join(work, "mlflow-model");
  mkdirSync(join(model, "code"), { recursive: true });
  cpSync(BUNDLE, join(model, "data"), { recursive: true });
  cpSync(fileURLToPath(new URL("churn_pyfunc.py", import.meta.url)), join(model, "code/churn_pyfunc.py"));
  writeFileSync(
    join(model, "MLmodel"),
    "flavors:\n  python_function: {loader_module: churn_pyfunc, code: code, data: data, env: {virtualenv: python_env.yaml}}\n",
  );
  writeFileSync(join(model, "python_env.yaml"), "dependencies: []\n");
  // MLflow starts uvicorn by its name, and the scripts of an environment that was moved know their old place
  writeBytes(join(work, "bin/uvicorn"), `#!/bin/sh\nexec "${python}" -m uvicorn "$@"\n`);
  chmodSync(join(work, "bin/uvicorn"), 0o755);
  const port = await freePort();
  const flags = ["--env-manager", "local", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"];
  const child = spawn(python, ["-m", "mlflow", "models", "serve", "--model-uri", model, ...flags], {
    cwd: work,
    stdio: "ignore",
    detached: true,
    env: { ...process.env, PATH: `${join(work, "bin")}:${process.env.PATH}` },
  });
  const url = `http://127.0.0.1:${port}`;
  const body = (customers: readonly object[]) => JSON.stringify({ dataframe_records: customers });
  const service = await ready(child, `${url}/ping`, true);
  return { ...service, url, score: `${url}/invocations`, body };
}

async function ready(child: ChildProcess, url: string, isGroup = false) {
  const pid = child.pid as number;
  const started = performance.now();
  const ended = once(child, "exit");
  let isUp = true;
  void ended.then(() => {
    isUp = false;
  });
  const stop = async () => {
    if (isUp) process.kill(isGroup ? -pid : pid, "SIGTERM");
    await ended;
  };
  while (isUp && performance.now() - started < 120_000) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return { secondsToReady: (performance.now() - started) / 1000, pid, stop };
    await delay(20);
  }
  await stop();
  throw new Error(`${url} was not ready within two minutes; the service needs models/churn: run \`npm start\` first`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
