import { freePort, useFolders } from "@churn/runtime/test-support";
import { beforeAll, describe, expect, it } from "vitest";
import { type ExpectedModel, expectedIn } from "../src/expected-model.ts";
import { ScoringService } from "../src/scoring-service.ts";
import { smoke, smokeTable } from "../src/smoke.ts";
import { type Faults, fakeService } from "./support/fake-service.ts";
import { makeBundle } from "./support/make-bundle.ts";

const makeFolder = useFolders();
let expected: ExpectedModel;
beforeAll(async () => {
  const { folder } = await makeBundle(makeFolder()("bundle"));
  expected = await expectedIn(folder, 1);
});

async function smoked(faults: Faults, p99Ms = 1_000, requests = 8) {
  const { url } = await fakeService(expected.folder, faults);
  const results = await smoke({ service: new ScoringService(url), expected, requests, p99Ms });
  return results.filter(({ passed }) => !passed).map(({ name, seen }) => `${name}: ${seen}`);
}

/** Another model in the nth answer that names one, and in no other. */
function inAnswer(nth: number, model: NonNullable<Faults["model"]>): Faults {
  let answered = 0;
  return {
    get model() {
      return ++answered === nth ? model : {};
    },
  };
}

describe("the smoke tests", () => {
  it("pass a good service, and say what they saw", async () => {
    const { url } = await fakeService(expected.folder);
    const results = await smoke({ service: new ScoringService(url), expected, requests: 300, p99Ms: 1_000 });
    expect(smokeTable(results).split("\n")).toEqual([
      "ok      live            it answers",
      expect.stringMatching(/^ok {6}ready {11}version 1, sha256 [0-9a-f]{12}…$/),
      "ok      good requests   one customer and two are scored alike",
      expect.stringMatching(/^ok {6}bad requests {4}(2\d|3\d) kinds are refused/),
      "ok      golden rows     12 score as sealed, within 0.000001",
      "ok      missing values  not all scored alike: never came",
      expect.stringMatching(
        /^ok {6}speed {11}300 requests at 4 connections: half within [\d.]+ ms, 99 % within [\d.]+ ms$/,
      ),
    ]);
  });

  it.each<{ when: string; faults: Faults; says: RegExp }>([
    { when: "is not live", faults: { live: 500 }, says: /live: GET \/live: 500/ },
    { when: "is not ready", faults: { ready: () => ({ status: "starting" }) }, says: /ready: GET \/ready: .*status/ },
    {
      when: "answers with another version",
      faults: { model: { version: 2 } },
      says: /ready: version 2 .*expected version 1/,
    },
    {
      when: "answers with another model",
      faults: { model: { modelDigest: "f".repeat(64) } },
      says: /golden rows: .*sha256 fff/,
    },
    {
      when: "decides at another threshold",
      faults: { model: { threshold: 0.4 } },
      says: /decides at 0.4, expected 0.5/,
    },
    {
      when: "refuses the version that it should have",
      faults: { ready: (answer) => ({ ...answer, refused: { version: 2, why: "other bytes" } }) },
      says: /ready: it refuses version 2: other bytes/,
    },
    { when: "names another customer", faults: { id: "somebody" }, says: /good requests: the answer is about somebody/ },
    {
      when: "scores customers otherwise in company",
      faults: { score: (probability, _, rows) => (rows === 2 ? probability + 1e-3 : probability) },
      says: /good requests: alone the customer scores/,
    },
    {
      when: "takes an unknown column",
      faults: { takes: (column) => column === "not_an_input" },
      says: /bad requests: an unknown column: it is answered/,
    },
    {
      when: "takes the outcome",
      faults: { takes: (column) => column === "left" },
      says: /bad requests: the outcome itself: it is answered/,
    },
    {
      when: "breaks on too many customers",
      faults: { oversized: 500 },
      says: /bad requests: 100000 customers at once: 500 .*expected 413/,
    },
    {
      when: "answers with another version now and then",
      faults: inAnswer(10, { version: 2 }),
      says: /^speed: version 2 .*expected version 1/,
    },
    {
      when: "takes what is out of range",
      faults: { takes: (_, value) => value === 101 },
      says: /bad requests: spent is above its range: it is answered with a score/,
    },
    {
      when: "refuses in a form of its own",
      faults: { problemType: "text/html" },
      says: /bad requests: .*400 text\/html/,
    },
    {
      when: "does not say where the fault is",
      faults: { problem: (problem) => ({ ...problem, errors: [] }) },
      says: /no error names \/visits/,
    },
    {
      when: "says another status than it sends",
      faults: { problem: (problem) => ({ ...problem, status: 422 }) },
      says: /bad requests: .*400, and in the problem 422/,
    },
    {
      when: "refuses with no problem",
      faults: { problem: () => ({}) },
      says: /bad requests: visits is an object: .*title/,
    },
    {
      when: "scores a little otherwise",
      faults: { score: (probability) => probability + 1e-5 },
      says: /golden rows: row 1 scores/,
    },
    { when: "scores above 1", faults: { score: () => 1.5 }, says: /golden rows: POST \/score: .*probability/ },
    {
      when: "decides otherwise",
      faults: { decision: "stay" },
      says: /golden rows: row \d+ is decided stay with 0\.[5-9]/,
    },
    {
      when: "scores all for whom a value is missing alike",
      faults: { score: (probability, { visits }) => (visits === null ? 0.7 : probability) },
      says: /missing values: 12 customers without visits \(never came\) all score 0.7/,
    },
    { when: "fails now and then", faults: { fails: { every: 37, status: 500 } }, says: /speed: POST \/score: 500/ },
  ])("fail a service that $when", async ({ faults, says }) => {
    expect((await smoked(faults)).join("\n")).toMatch(says);
  });

  it("fail a service that is slow", async () => {
    expect(await smoked({ waitMs: 3 }, 2)).toEqual([expect.stringMatching(/^speed: .*allowed 2 ms/)]);
  });

  it("end at once when nothing answers", async () => {
    const port = await freePort();
    const service = new ScoringService(`http://127.0.0.1:${port}`);
    await expect(smoke({ service, expected, requests: 8, p99Ms: 100 })).rejects.toMatchObject({ exitCode: 3 });
  });

  it.each([
    "127.0.0.1:8080",
    "file:///etc/passwd",
    "",
    "http://ada:hush@127.0.0.1",
    "http://127.0.0.1/?key=hush",
    "http://127.0.0.1/#hush",
    "ada:hush@127.0.0.1",
  ])("ask no service at %o, and do not repeat it", (url) => {
    const error = expect.objectContaining({ exitCode: 2, message: expect.not.stringContaining("hush") });
    expect(() => new ScoringService(url)).toThrow(error);
  });
});
