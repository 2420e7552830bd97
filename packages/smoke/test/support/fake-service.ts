import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { readScorer, scoreRows } from "@churn/bundle";
import type { Golden, Problem, ScoreAnswer, ScoresAnswer, ScoringModel, SignatureInput } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { onTestFinished } from "vitest";
import { expectedIn } from "../../src/expected-model.ts";

type Row = Golden[number]["row"];
type Body = Record<string, unknown>;

/** What a broken service does otherwise; nothing: it is a good one. */
export type Faults = {
  live?: number;
  ready?: (answer: Body) => Body;
  model?: Partial<ScoringModel>;
  /** Of what it would refuse. */
  takes?: (column: string, value: unknown) => boolean;
  /** Of its answer to too many customers. */
  oversized?: number;
  problem?: (problem: Problem) => Body;
  problemType?: string;
  score?: (probability: number, row: Row, rows: number) => number;
  id?: string;
  decision?: "churn" | "stay";
  waitMs?: number;
  /** Status of every nth request to score. */
  fails?: { every: number; status: number };
};

/** A fake of the scoring service: answers as its schemas say, with a real bundle, and with the faults that are asked for. */
export async function fakeService(folder: string, faults: Faults = {}): Promise<{ url: string; faults: Faults }> {
  const { signature, modelDigest } = await expectedIn(folder, 1);
  const { state, model } = await readScorer(folder, (await loadTensorFlow()).tf);
  const names = [...signature.inputs.map(({ name }) => name), signature.id];
  let asked = 0;

  const score = (rows: Row[]): ScoresAnswer["scores"] =>
    Array.from(
      scoreRows(
        state,
        model,
        rows.map((row) => ({ ...Object.fromEntries(names.map((name) => [name, null])), ...row })),
      ),
      (value, i) => {
        const probability = faults.score?.(value, rows[i] as Row, rows.length) ?? value;
        const decision = faults.decision ?? (probability >= signature.threshold ? "churn" : "stay");
        return { id: faults.id ?? (rows[i]?.[signature.id] as string) ?? null, probability, decision, unusual: [] };
      },
    );

  const faultsOf = (row: unknown, place: string): NonNullable<Problem["errors"]> => {
    if (typeof row !== "object" || row === null) return [{ pointer: place, detail: "no customer" }];
    const values = row as Body;
    const unknown = Object.keys(values).filter((name) => !names.includes(name));
    const wrong = signature.inputs.filter((input) => !fits(input, values[input.name]));
    return [...unknown, ...wrong.map(({ name }) => name)]
      .filter((name) => !faults.takes?.(name, values[name]))
      .map((name) => ({ pointer: `${place}/${name}`, detail: "not as it should be" }));
  };

  const known = (): ScoringModel => ({ version: 1, modelDigest, threshold: signature.threshold, ...faults.model });
  const answer = (
    text: string,
    type: string | undefined,
  ): { status: number; body: Body | Problem | ScoreAnswer | ScoresAnswer } => {
    const no = (status: number, errors?: Problem["errors"]) => {
      const problem: Problem = { type: "about:blank", title: "no", status, detail: "no", ...(errors && { errors }) };
      return { status, body: faults.problem?.(problem) ?? problem };
    };
    if (type !== "application/json") return no(415);
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return no(400);
    }
    const rows = Array.isArray(body) ? body : [body];
    if (rows.length > 10_000) return no(faults.oversized ?? 413);
    const errors = rows.flatMap((row, i) => faultsOf(row, Array.isArray(body) ? `/${i}` : ""));
    if (errors.length > 0) return no(400, errors);
    const usable = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))),
    ) as Row[];
    if (Array.isArray(body)) return { status: 200, body: { model: known(), scores: score(usable) } };
    return { status: 200, body: { ...(score(usable)[0] as ScoreAnswer), model: known() } };
  };

  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const send = (status: number, body: unknown, type = "application/json") =>
      outgoing.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
    if (incoming.url === "/live") return send(faults.live ?? 200, { status: "live" });
    if (incoming.url === "/ready") {
      const readiness = { status: "ready", model: known() };
      return send(200, faults.ready?.(readiness) ?? readiness);
    }
    await sleep(faults.waitMs ?? 0);
    asked++;
    if (faults.fails && asked % faults.fails.every === 0) return send(faults.fails.status, {});
    const { status, body } = answer(Buffer.concat(parts).toString("utf8"), incoming.headers["content-type"]);
    return send(status, body, status === 200 ? undefined : (faults.problemType ?? "application/problem+json"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, faults };
}

function fits(
  { type, range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], categories, missing }: SignatureInput,
  value: unknown,
) {
  if (value === null || value === undefined) return missing !== undefined;
  if (type === "category") return categories?.includes(value as string) ?? false;
  if (type === "flag") return value === 0 || value === 1;
  if (typeof value !== "number" || value < range[0] || value > range[1]) return false;
  return type === "decimal" || Number.isInteger(value);
}
