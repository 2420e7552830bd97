import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { bundleDigests } from "@churn/bundle";
import { makeBundle } from "@churn/bundle/test-support";
import { loadTensorFlow } from "@churn/model";
import { type Alias, FolderRegistry, type ModelVersion, type Registry } from "@churn/registry";
import { plainBundle } from "@churn/registry/test-support";
import { temporaryFolder } from "@churn/runtime/test-support";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { buildApp, type Service } from "../../src/app.ts";
import { bringModel } from "../../src/bring-model.ts";
import { Metrics } from "../../src/metrics.ts";
import { RequestLog } from "../../src/request-log.ts";
import { Serving } from "../../src/serving.ts";

export const { tf } = await loadTensorFlow();
export const silent = pino({ level: "silent" });

/** A registry with these models, named by their seeds, as version 1, 2, … */
export async function makeRegistry(...seeds: number[]): Promise<FolderRegistry> {
  const registry = new FolderRegistry(join(temporaryFolder(), "registry"));
  for (const seed of seeds)
    await addVersion(registry, (await makeBundle(join(temporaryFolder(), "bundle"), { seed })).folder);
  return registry;
}

export async function addVersion(registry: Registry, folder: string): Promise<ModelVersion> {
  const { entry } = await plainBundle(join(temporaryFolder(), "plain"));
  return (await registry.add(folder, { ...entry, ...(await bundleDigests(folder)) })).version;
}

export const moveAlias = (registry: Registry, alias: Alias, to: number) =>
  registry.setAlias({ alias, to, at: new Date().toISOString(), by: "a test", why: "a test" });

export type Made = Service & {
  readonly url: string;
  readonly post: (body: unknown, query?: string) => Promise<Response>;
};

/** A service that listens, with version 1 of the registry unless it is told to have none. */
export async function makeService({
  registry,
  logFolder,
  ...changed
}: Partial<Service> & { registry?: Registry | null; logFolder?: string } = {}): Promise<Made> {
  const serving = new Serving();
  const requestLog = logFolder === undefined ? undefined : new RequestLog(logFolder, () => {});
  const service = {
    serving,
    requestLog,
    metrics: new Metrics({ serving, tf, requestLog }),
    ...changed,
  };
  const from = registry === undefined ? await makeRegistry(1) : registry;
  if (from) serving.switchTo(await bringModel(from, 1, tf));
  const app = buildApp(service, silent);
  await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
    await requestLog?.close();
  });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return { ...service, url, post: (body, query = "") => postJson(`${url}/score${query}`, body) };
}

/** Text is sent as it is. */
export const postJson = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
