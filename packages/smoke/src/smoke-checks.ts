import {
  type Golden,
  Problem,
  ReadyAnswer,
  SCORE_TOLERANCE,
  ScoreAnswer,
  ScoresAnswer,
  type ScoringModel,
} from "@churn/contracts";
import { CheckFailed } from "@churn/runtime";
import { badRequests } from "./bad-requests.ts";
import type { ExpectedModel } from "./expected-model.ts";
import { percentile } from "./percentile.ts";
import { expectAnswer, type ScoringService } from "./scoring-service.ts";

export type Asked = {
  readonly service: ScoringService;
  readonly expected: ExpectedModel;
  readonly requests: number;
  readonly p99Ms: number;
};
/** @returns what was seen, in words; throws CheckFailed when it is not as it should be */
export type SmokeCheck = {
  readonly name: string;
  readonly run: (asked: Asked) => Promise<string>;
  /** It asks for more than /score. */
  readonly isBeside?: boolean;
};

const CONNECTIONS = 4;

export const SMOKE_CHECKS: readonly SmokeCheck[] = [
  { name: "live", run: live, isBeside: true },
  { name: "ready", run: ready, isBeside: true },
  { name: "good requests", run: goodRequests },
  { name: "bad requests", run: refusals },
  { name: "golden rows", run: goldenRows },
  { name: "missing values", run: missingValues },
  { name: "speed", run: speed },
];

async function live({ service }: Asked): Promise<string> {
  const { status } = await service.get("/live");
  ensure(status === 200, `GET /live: ${status}`);
  return "it answers";
}

async function ready({ service, expected }: Asked): Promise<string> {
  const { model, refused } = expectAnswer(await service.get("/ready"), 200, ReadyAnswer);
  requireModel(model, expected);
  ensure(refused === undefined, `it refuses version ${refused?.version}: ${refused?.why}`);
  return `version ${model.version}, sha256 ${model.modelDigest.slice(0, 12)}…`;
}

async function goodRequests({ service, expected }: Asked): Promise<string> {
  const { row } = expected.golden[0] as Golden[number];
  const id = "a customer of the smoke tests";
  const one = expectAnswer(await service.score({ ...row, [expected.signature.id]: id }), 200, ScoreAnswer);
  requireModel(one.model, expected);
  ensure(one.id === id, `the answer is about ${one.id}, expected ${id}`);
  const nobody = expectAnswer(await service.score([]), 200, ScoresAnswer);
  ensure(nobody.scores.length === 0, `${nobody.scores.length} scores for no customer`);
  const { scores, model } = expectAnswer(await service.score([row, row]), 200, ScoresAnswer);
  requireModel(model, expected);
  ensure(scores.length === 2, `${scores.length} scores for 2 customers`);
  for (const { id, probability } of scores) {
    ensure(id === null, `the answer names ${id}, the request nobody`);
    const isSame = Math.abs(probability - one.probability) <= SCORE_TOLERANCE;
    ensure(isSame, `alone the customer scores ${one.probability}, among others ${probability}`);
  }
  return "one customer and two are scored alike";
}

async function refusals({ service, expected: { signature, golden } }: Asked): Promise<string> {
  const bad = badRequests(signature, (golden[0] as Golden[number]).row);
  for (const { kind, body, type, status, pointer } of bad) {
    const answer = await service.score(body, type);
    ensure(!answer.text.includes('"probability"'), `${kind}: it is answered with a score`);
    const isOwn = !service.scoringOnly; // what relays an answer may put it in words of its own
    const isRefused = status.includes(answer.status) && (!isOwn || answer.type.startsWith("application/problem+json"));
    ensure(isRefused, `${kind}: ${answer.status} ${answer.type}, expected ${status.join(" or ")} with a problem`);
    if (!isOwn) continue;
    const problem = expectAnswer({ ...answer, asked: kind }, answer.status, Problem);
    ensure(problem.status === answer.status, `${kind}: ${answer.status}, and in the problem ${problem.status}`);
    const { errors = [] } = problem;
    const isNamed = pointer === undefined || errors.some((error) => error.pointer === pointer);
    ensure(isNamed, `${kind}: no error names ${pointer}`);
  }
  return `${bad.length} kinds are refused${service.scoringOnly ? "" : ", with the place of each fault"}`;
}

async function goldenRows({ service, expected }: Asked): Promise<string> {
  const { golden } = expected;
  const answer = expectAnswer(await service.score(golden.map(({ row }) => row)), 200, ScoresAnswer);
  requireModel(answer.model, expected);
  ensure(answer.scores.length === golden.length, `${answer.scores.length} scores for ${golden.length} customers`);
  for (const [i, { probability, decision }] of answer.scores.entries()) {
    const { score } = golden[i] as Golden[number];
    const isRight = Math.abs(probability - score) <= SCORE_TOLERANCE;
    ensure(isRight, `row ${i + 1} scores ${probability}, expected ${score}`);
    const decided = probability >= expected.signature.threshold ? "churn" : "stay";
    ensure(decision === decided, `row ${i + 1} is decided ${decision} with ${probability}`);
  }
  return `${golden.length} score as sealed, within ${SCORE_TOLERANCE}`;
}

/** A missing value that means something is one trait among others: it must not decide alone. */
async function missingValues({ service, expected }: Asked): Promise<string> {
  const { signature, golden } = expected;
  const inputs = signature.inputs.filter(({ missing }) => missing !== undefined);
  for (const { name, missing } of inputs) {
    const rows = golden.map(({ row }) => ({ ...row, [name]: null }));
    const { scores, model } = expectAnswer(await service.score(rows), 200, ScoresAnswer);
    requireModel(model, expected);
    const isAlike = new Set(scores.map(({ probability }) => probability)).size <= 1;
    ensure(!isAlike, `${rows.length} customers without ${name} (${missing}) all score ${scores[0]?.probability}`);
  }
  const named = inputs.map(({ missing }) => missing).join(", ");
  return inputs.length === 0 ? "none may be missing" : `not all scored alike: ${named}`;
}

async function speed({ service, expected, requests, p99Ms }: Asked): Promise<string> {
  const taken: number[] = [];
  let sent = 0;
  const connection = async () => {
    while (sent < requests) {
      const { row } = expected.golden[sent++ % expected.golden.length] as Golden[number];
      const answer = await service.score(row);
      requireModel(expectAnswer(answer, 200, ScoreAnswer).model, expected);
      taken.push(answer.ms);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const [half, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)];
  const words = `${requests} requests at ${CONNECTIONS} connections: half within ${half.toFixed(1)} ms, 99 % within ${p99.toFixed(1)} ms`;
  ensure(p99 <= p99Ms, `${words}, allowed ${p99Ms} ms`);
  return words;
}

function requireModel(
  { version, modelDigest, threshold }: ScoringModel,
  { signature, ...expected }: ExpectedModel,
): void {
  const named = (number: number | undefined, digest: string) => `version ${number} (sha256 ${digest.slice(0, 12)}…)`;
  const isIt = modelDigest === expected.modelDigest && version === (expected.version ?? version);
  ensure(
    isIt,
    `${named(version, modelDigest)} answers, expected ${named(expected.version ?? version, expected.modelDigest)}`,
  );
  ensure(threshold === signature.threshold, `it decides at ${threshold}, expected ${signature.threshold}`);
}

function ensure(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new CheckFailed(otherwise);
}
