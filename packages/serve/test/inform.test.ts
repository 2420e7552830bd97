import { makeCustomer, signature } from "@churn/bundle/test-support";
import { ModelAnswer, Problem, ReadyAnswer } from "@churn/contracts";
import { expect, it } from "vitest";
import { buildApp } from "../src/app.ts";
import { makeService, postJson, silent } from "./support/make-service.ts";

type OpenApi = {
  paths: Record<string, object>;
  components: { schemas: { Customer: { properties: object } } };
};

it("is live, but not ready, before a model answers", async () => {
  const { url } = await makeService({ registry: null });
  expect(await (await fetch(`${url}/live`)).json()).toEqual({ status: "live" });
  for (const ask of [fetch(`${url}/ready`), fetch(`${url}/model`), postJson(`${url}/score`, makeCustomer())]) {
    const response = await ask;
    expect(Problem.parse(await response.json())).toMatchObject({ status: 503, detail: "the model is being loaded" });
    expect(response.headers.get("retry-after")).toBe("1");
  }
});

it("says which model is ready, and which newer one was refused", async () => {
  const { url, serving } = await makeService();
  const ready = async () => ReadyAnswer.parse(await (await fetch(`${url}/ready`)).json());
  expect(await ready()).toEqual({ status: "ready", model: serving.required().facts });
  serving.refused = { version: 2, why: "a test" };
  expect(await ready()).toMatchObject({ model: { version: 1 }, refused: { version: 2, why: "a test" } });
});

it("sends those who ask elsewhere when it is ending, and answers them still", async () => {
  const { url, serving, post } = await makeService();
  serving.isEnding = true;
  const [ready, scored] = [await fetch(`${url}/ready`), await post(makeCustomer())];
  expect([ready.status, scored.status]).toEqual([503, 200]);
  expect([ready, scored].map(({ headers }) => headers.get("connection"))).toEqual(["close", "close"]);
});

it("tells all that is known of its model", async () => {
  const { url, serving } = await makeService();
  const model = ModelAnswer.parse(await (await fetch(`${url}/model`)).json());
  expect(model).toMatchObject({ ...serving.required().facts, signature, card: "# A model\n" });
  expect(model.lineage.modelDigest).toBe(model.modelDigest);
});

it("counts for Prometheus what it did, and names no customer", async () => {
  const { url, post } = await makeService();
  await post([makeCustomer({ id: "secret" }), makeCustomer({ visits: 50 })]);
  await post({});
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
  const scored = [...text.matchAll(/^churn_scores_total\{decision="\w+"\} (\d+)$/gm)].map(([, count]) => Number(count));
  expect(scored).toHaveLength(2);
  expect(scored[0]! + scored[1]!).toBe(2);
  expect(value('churn_unusual_total\\{column="visits"\\}')).toBe(1);
  expect(value('churn_request_duration_seconds_count\\{route="/score",status="400"\\}')).toBe(1);
  expect(value("churn_model_version")).toBe(1);
  expect(value("churn_tensors")).toBeGreaterThan(0);
  expect(value("churn_log_dropped_lines")).toBe(0);
  expect(text).not.toContain("secret");
});

it("describes every one of its routes, and the customers that its model takes", async () => {
  const { url, ...service } = await makeService();
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const routes: string[] = [];
  const app = buildApp(service, silent, []);
  await app.ready();
  for (const path of Object.keys(document.paths)) {
    for (const method of Object.keys(document.paths[path] as object)) {
      expect(app.hasRoute({ method: method.toUpperCase() as "GET", url: path })).toBe(true);
      routes.push(path);
    }
  }
  const known = app.printRoutes({ commonPrefix: false }).match(/[\w./]+(?= \()/g) ?? [];
  expect(new Set(known.map((path) => `/${path.replace(/^\//, "")}`))).toEqual(new Set(routes));
  expect(document.components.schemas.Customer.properties).toHaveProperty("visits");
  expect(JSON.stringify(document)).not.toContain('"$schema"');
});
