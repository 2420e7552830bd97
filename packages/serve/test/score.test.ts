import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { makeCustomer } from "@churn/bundle/test-support";
import { Problem, ScoreAnswer, ScoresAnswer } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { describe, expect, it, onTestFinished } from "vitest";
import { LIMITS } from "../src/limits.ts";
import { makeService, postJson, tf } from "./support/make-service.ts";

describe("a customer", () => {
  it("is answered with score, decision and the model that gave them", async () => {
    const { post, serving } = await makeService();
    const response = await post(makeCustomer({ id: "ada" }));
    const answer = ScoreAnswer.parse(await response.json());
    const [expected] = serving.required().bundle.score([makeCustomer() as CustomerRow]);
    expect(response.status).toBe(200);
    expect(answer).toEqual({
      id: "ada",
      probability: expected,
      decision: (expected as number) >= 0.5 ? "churn" : "stay",
      unusual: [],
      model: serving.required().facts,
    });
    expect(answer.model.version).toBe(1);
  });

  it("with a value that training has hardly seen is scored, and flagged", async () => {
    const { post } = await makeService();
    const { id: _, ...nameless } = makeCustomer({ visits: 50 });
    expect(await (await post(nameless)).json()).toMatchObject({ id: null, unusual: ["visits"] });
  });

  it("is decided about by the model's own threshold", async () => {
    const { post, serving } = await makeService();
    const { probability } = ScoreAnswer.parse(await (await post(makeCustomer())).json());
    Object.assign(serving.required().facts, { threshold: probability });
    expect(await (await post(makeCustomer())).json()).toMatchObject({ decision: "churn" });
    Object.assign(serving.required().facts, { threshold: probability + 1e-7 });
    expect(await (await post(makeCustomer())).json()).toMatchObject({ decision: "stay" });
  });
});

describe("an array of customers", () => {
  it("is answered in its order", async () => {
    const { post } = await makeService();
    const customers = Array.from({ length: 2500 }, (_, i) => makeCustomer({ id: `c${i}`, visits: i % 40 }));
    const { scores } = ScoresAnswer.parse(await (await post(customers)).json());
    expect(scores.map(({ id }) => id)).toEqual(customers.map(({ id }) => id));
    const alone = ScoreAnswer.parse(await (await post(customers[2499])).json());
    expect(scores[2499]?.probability).toBeCloseTo(alone.probability, 6);
  });

  it("of nobody is answered with no score", async () => {
    const { post } = await makeService();
    expect(ScoresAnswer.parse(await (await post([])).json()).scores).toEqual([]);
  });
});

describe("a request is refused as problem details", () => {
  const large = `[${" ".repeat(LIMITS.bodyBytes)}]`;
  const many = `[${"0,".repeat(LIMITS.rowsPerRequest)}0]`;

  it.each([
    { when: "the body is no JSON", body: '{"id": ', status: 400, detail: /not valid JSON/ },
    { when: "the body is empty", body: "", status: 400, detail: /empty/ },
    { when: "the body is deep", body: "[".repeat(500_000), status: 400, detail: /not valid JSON/ },
    {
      when: "a customer is deep",
      body: `[${"[".repeat(500_000)}${"]".repeat(500_000)}]`,
      status: 400,
      detail: /1 fault/,
    },
    { when: "the body is too large", body: large, status: 413, detail: /too large/ },
    {
      when: "there are too many customers",
      body: many,
      status: 413,
      detail: /at most 10,000 customers, received 10,001/,
    },
    {
      when: "a parameter is unknown",
      query: "?reason=3",
      status: 400,
      detail: /no parameter but reasons, received reason/,
    },
    { when: "reasons is no number", query: "?reasons=all", status: 400, detail: /from 0 to 7/ },
    { when: "more reasons are asked for than there are", query: "?reasons=8", status: 400, detail: /from 0 to 7/ },
  ])("when $when", async ({ body = makeCustomer(), query = "", status, detail }) => {
    const { post } = await makeService();
    const response = await post(body, query);
    const problem = Problem.parse(await response.json());
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect([response.status, problem.status]).toEqual([status, status]);
    expect(problem.detail).toMatch(detail);
    expect((await post(makeCustomer())).status).toBe(200);
  });

  it.each([
    { headers: { "content-type": "text/plain" }, body: JSON.stringify(makeCustomer()) },
    { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "visits=7" },
    { headers: { "content-encoding": "gzip" }, body: gzipSync(JSON.stringify(makeCustomer())).toString("latin1") },
  ])("with 415 when it comes with $headers", async ({ headers, body }) => {
    const { url } = await makeService();
    const response = await postJson(`${url}/score`, body, headers as Record<string, string>);
    expect(Problem.parse(await response.json())).toMatchObject({ status: 415, title: "Unsupported Media Type" });
  });

  it("with a pointer to each fault, and no score", async () => {
    const { post } = await makeService();
    const response = await post([makeCustomer(), makeCustomer({ visits: -1, "a/b~c": 1 }), 7]);
    expect(Problem.parse(await response.json())).toMatchObject({
      status: 400,
      detail: "3 faults in the request; nothing was scored",
      errors: [{ pointer: "/1/visits" }, { pointer: "/1/a~1b~0c" }, { pointer: "/2" }],
    });
    const one = Problem.parse(await (await post(makeCustomer({ plan: "gold" }))).json());
    expect(one.errors).toEqual([{ pointer: "/plan", detail: 'expected one of "free", "paid", received "gold"' }]);
    expect(Problem.parse(await (await post("null")).json()).errors).toMatchObject([{ pointer: "" }]);
  });

  it("with so many faults as help to mend them", async () => {
    const { post } = await makeService();
    const problem = Problem.parse(await (await post(Array(9_000).fill({}))).json());
    expect(problem.detail).toMatch(/^36000 faults in the request, of which the first 20 are listed/);
    expect(problem.errors).toHaveLength(20);
  });

  it("with 404 for what is not there", async () => {
    const { url } = await makeService();
    const answers = await Promise.all([fetch(`${url}/scores?id=secret`), fetch(`${url}/score`)]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toMatchObject([
      { status: 404, detail: "there is no GET /scores" },
      { status: 404, detail: "there is no GET /score" },
    ]);
  });
});

/** The answer to these bytes, the whole of it. */
function answerTo(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes));
  onTestFinished(() => void socket.destroy());
  return new Promise((resolve) => {
    let answer = "";
    socket.on("data", (more) => {
      answer += more;
      if (answer.endsWith("}")) resolve(answer);
    });
  });
}

describe("what Node or Fastify refuses are problem details too", () => {
  it.each([
    { what: "an address that can't be decoded", bytes: "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", status: 400 },
    { what: "no HTTP", bytes: "hello\r\n\r\n", status: 400 },
    { what: "too large headers", bytes: `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`, status: 431 },
    {
      what: "a body for nobody, unread",
      bytes: "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
      status: 404,
    },
  ])("$what", async ({ bytes, status }) => {
    const { url, post } = await makeService();
    const [head = "", body = ""] = (await answerTo(url, bytes)).split("\r\n\r\n");
    expect(head.toLowerCase()).toContain("content-type: application/problem+json");
    expect(head).toContain(` ${status} `);
    expect(Problem.parse(JSON.parse(body)).status).toBe(status);
    expect((await post(makeCustomer())).status).toBe(200);
  });
});

describe("reasons", () => {
  it("are told when they are asked for, as many as are asked for, and lead from the customer in the middle", async () => {
    const { post, serving } = await makeService();
    const { bundle } = serving.required();
    const every = bundle.signature.inputs.length;
    const [answer] = ScoresAnswer.parse(await (await post([makeCustomer()], `?reasons=${every}`)).json()).scores;
    const logOdds = (row: CustomerRow) => -Math.log(1 / (bundle.score([row])[0] as number) - 1);
    const moved = answer?.reasons?.reduce((sum, { effect }) => sum + effect, 0);
    expect(moved).toBeCloseTo(logOdds(makeCustomer() as CustomerRow) - logOdds(bundle.middle), 3);
    const few = ScoreAnswer.parse(await (await post(makeCustomer(), "?reasons=2")).json());
    expect(few.reasons).toEqual(answer?.reasons?.slice(0, 2));
    expect(ScoreAnswer.parse(await (await post(makeCustomer())).json()).reasons).toBeUndefined();
  });

  it("are told of few customers at a time", async () => {
    const { post } = await makeService();
    const customers = Array(LIMITS.explainedRows + 1).fill(makeCustomer());
    expect((await post(customers)).status).toBe(200);
    const refused = await post(customers, "?reasons=1");
    expect(refused.status).toBe(413);
    expect(Problem.parse(await refused.json()).detail).toBe(
      "expected at most 100 customers with reasons, received 101",
    );
  });
});

it("memory stays as it is, whatever is asked", async () => {
  const { post } = await makeService();
  await post(Array(200).fill(makeCustomer()));
  const { numTensors } = tf.memory();
  const bodies = [makeCustomer(), Array(200).fill(makeCustomer()), [makeCustomer({ visits: -1 })], "{"];
  for (let i = 0; i < 100; i++) {
    await Promise.all(bodies.map(async (body) => (await post(body)).arrayBuffer()));
  }
  expect(tf.memory().numTensors).toBe(numTensors);
});
