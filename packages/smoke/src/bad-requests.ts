import type { Golden, Signature, SignatureInput } from "@churn/contracts";

type Row = Golden[number]["row"];

/** A request that a service must refuse. */
export type BadRequest = {
  readonly kind: string;
  /** Text is sent as it is. */
  readonly body: unknown;
  readonly type?: string;
  /** How it may be refused. */
  readonly status: readonly number[];
  /** Which the answer must name; a JSON pointer into the body. */
  readonly pointer?: string;
};

/** More than any service scores in one request; each as short as can be, so that the text is read before it is refused. */
const MANY = 100_000;

/**
 * Every kind of fault that the signature knows, each in a customer that is good but for it.
 *
 * @param good - a customer that the model takes
 */
export function badRequests({ inputs, target }: Signature, good: Row): BadRequest[] {
  const stranger = "not_an_input";
  const status = [400];
  const ofColumns = inputs.flatMap((input) => {
    const { name } = input;
    const { [name]: _, ...without } = good;
    const faults: [string, unknown][] = [
      ...wrongValues(input, good[name] ?? null).map(([kind, value]): [string, unknown] => [
        kind,
        { ...good, [name]: value },
      ]),
      ...(input.missing === undefined ? [["is left out", without] as [string, unknown]] : []),
    ];
    return faults.map(([kind, body]) => ({ kind: `${name} ${kind}`, body, status, pointer: pointerTo(name) }));
  });
  const first = ofColumns[0] as BadRequest;
  return [
    ...ofColumns,
    { kind: "an unknown column", body: { ...good, [stranger]: 1 }, status, pointer: pointerTo(stranger) },
    { kind: "the outcome itself", body: { ...good, [target]: 1 }, status, pointer: pointerTo(target) },
    { kind: "one bad customer of two", body: [good, first.body], status, pointer: `/1${first.pointer}` },
    { kind: "a number in place of a customer", body: 7, status },
    { kind: `${MANY} customers at once`, body: `[${"0,".repeat(MANY - 1)}0]`, status: [413] },
    { kind: "text that is no JSON", body: "{", status },
    { kind: "another content type", body: JSON.stringify(good), type: "text/html", status: [400, 415] },
  ];
}

function wrongValues({ type, range, categories, missing }: SignatureInput, good: unknown): [string, unknown][] {
  const always: [string, unknown][] = [
    ["is an object", {}],
    ...(missing === undefined ? [["is null", null] as [string, null]] : []),
  ];
  if (type === "category") {
    const unknown = `not ${(categories ?? []).join(" nor ")}`;
    return [...always, ["is a number", 7], ["is no category", unknown]];
  }
  const [low, high] = range ?? [];
  return [
    ...always,
    ["is text", String(good ?? 1)],
    ...(type === "flag" ? [["is neither 0 nor 1", 2] as [string, number]] : []),
    ...(type === "integer" ? [["is no whole number", (low ?? 0) + 0.5] as [string, number]] : []),
    ...(low === undefined ? [] : [["is below its range", low - 1] as [string, number]]),
    ...(high === undefined ? [] : [["is above its range", high + 1] as [string, number]]),
  ];
}

/** RFC 6901. */
const pointerTo = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
