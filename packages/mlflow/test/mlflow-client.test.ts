import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { MlflowClient } from "../src/index.ts";

/** A server on the loopback that gives these answers, one after the other, the last one again and again. */
async function serverThat(...answers: ((response: ServerResponse) => void)[]) {
  let asked = 0;
  const server: Server = createServer((_, response) => answers[Math.min(asked++, answers.length - 1)]?.(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}
const fine = (response: ServerResponse) => response.end('{"fine":true}');
const error = (status: number, code: string) => (response: ServerResponse) =>
  response.writeHead(status).end(JSON.stringify({ error_code: code, message: "because" }));

/** In a thread of its own, as it is to answer while the test is busy. */
const SLOW_SERVER = `
  const { parentPort } = require("node:worker_threads");
  const server = require("node:http").createServer((_, response) => setTimeout(() => response.end('{"fine":true}'), 150));
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

function ask(url: string, limits = {}) {
  const client = new MlflowClient({ url, authorization: "Basic s3cret" }, { patienceMs: 3_000, ...limits });
  return client.get("runs/get", {}, z.object({ fine: z.boolean() }));
}

describe("a request", () => {
  it.each([429, 500, 502, 503, 504])("is repeated after a %i", async (status) => {
    const { url, asked } = await serverThat(error(status, "X"), fine);
    expect(await ask(url)).toEqual({ fine: true });
    expect(asked()).toBe(2);
  });

  it("is repeated after an answer that broke off", async () => {
    const breakOff = (response: ServerResponse) => {
      response.writeHead(200, { "content-length": "99" }).write("{");
      setTimeout(() => response.destroy(), 20);
    };
    const { url } = await serverThat(breakOff, fine);
    expect(await ask(url)).toEqual({ fine: true });
  });

  it.each([
    { status: 400, code: "INVALID_PARAMETER_VALUE", exitCode: 3, says: "(400 INVALID_PARAMETER_VALUE): because" },
    { status: 404, code: "RESOURCE_DOES_NOT_EXIST", exitCode: 3, says: "(404 RESOURCE_DOES_NOT_EXIST): because" },
    { status: 401, code: "X", exitCode: 2, says: "wants other credentials" },
    { status: 403, code: "PERMISSION_DENIED", exitCode: 3, says: "does not allow this (403): because" },
  ])("is not repeated after a $status", async ({ status, code, exitCode, says }) => {
    const { url, asked } = await serverThat(error(status, code), fine);
    await expect(ask(url)).rejects.toMatchObject({ exitCode, message: expect.stringContaining(says) });
    expect(asked()).toBe(1);
  });

  it("waits as long as it is told, unless that is longer than its patience", async () => {
    const busy = (response: ServerResponse) => response.writeHead(429, { "retry-after": "1" }).end();
    const { url } = await serverThat(busy, fine);
    const began = performance.now();
    expect(await ask(url)).toEqual({ fine: true });
    expect(performance.now() - began).toBeGreaterThan(1_000);
    const { url: busier, asked } = await serverThat(busy);
    await expect(ask(busier, { patienceMs: 500 })).rejects.toThrow("can't do this now (429)");
    expect(asked()).toBe(1);
  });

  it("ends when nothing comes", async () => {
    const { url } = await serverThat(() => {});
    await expect(ask(url, { timeoutMs: 50, patienceMs: 0 })).rejects.toThrow("nothing came within 0.05 s");
  });

  it("does not take an answer for late that came while the process was busy", async () => {
    const worker = new Worker(SLOW_SERVER, { eval: true });
    onTestFinished(() => void worker.terminate());
    const port = await new Promise<number>((resolve) => worker.once("message", resolve));
    const answer = ask(`http://127.0.0.1:${port}`, { timeoutMs: 300, patienceMs: 0 });
    await sleep(50);
    await new Promise(setImmediate); // what is due in time comes next, before what has arrived
    for (const until = performance.now() + 500; performance.now() < until; );
    expect(await answer).toEqual({ fine: true });
  });

  it.each(["<html>", "{}", '{"fine":1}'])("is not content with %s", async (text) => {
    const { url } = await serverThat((response) => response.end(text));
    await expect(ask(url)).rejects.toThrow("no MLflow server that this project knows");
  });
});
