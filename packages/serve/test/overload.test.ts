import { makeCustomer } from "@churn/bundle/test-support";
import { Problem } from "@churn/contracts";
import { fastify } from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { admission } from "../src/admission.ts";
import { LIMITS } from "../src/limits.ts";
import { answerError } from "../src/refusal.ts";
import { makeService, postJson } from "./support/make-service.ts";

it("more than can be scored in time is answered with 503 and when to come again, the rest with scores", async () => {
  const { post } = await makeService();
  const many = JSON.stringify(Array(LIMITS.rowsPerRequest).fill(makeCustomer()));
  const answers = await Promise.all(Array.from({ length: 30 }, () => post(many)));
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(answers.length);
  for (const response of refused) {
    expect(response.headers.get("retry-after")).toBe("1");
    expect(Problem.parse(await response.json())).toMatchObject({ status: 503, title: "Service Unavailable" });
  }
  expect((await post(makeCustomer())).status).toBe(200);
});

it.each([
  { of: "requests", limits: { ...LIMITS, requests: 2 } },
  { of: "bytes", limits: { ...LIMITS, bytes: 20 } },
])("no more $of are let in at a time than there is room for", async ({ limits }) => {
  const app = fastify();
  onTestFinished(() => app.close());
  app.setErrorHandler(answerError);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  app.post("/", { onRequest: admission(limits) }, async () => held);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const statuses: number[] = [];
  const asked = [1, 2, 3].map(async () => {
    const response = await postJson(url, '{"a": 123}'); // 10 bytes
    statuses.push(response.status);
    await response.arrayBuffer();
  });
  await expect.poll(() => statuses).toEqual([503]);
  goOn();
  await Promise.all(asked);
  expect(statuses).toEqual([503, 200, 200]);
  expect((await postJson(url, "{}")).status).toBe(200);
});
