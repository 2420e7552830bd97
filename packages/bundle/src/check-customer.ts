import type { Signature, SignatureInput } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";

/** What is wrong with one value. `column` is absent when the customer itself is no object. */
export type CustomerFault = { readonly column?: string; readonly detail: string };

/** A customer of the model, or what keeps it from being one. */
export type CheckedCustomer = { readonly row: CustomerRow } | { readonly faults: readonly CustomerFault[] };

type Rule = {
  readonly name: string;
  readonly isValid: (value: unknown) => boolean;
  readonly expected: string;
  /** Every object has something of this name. */
  readonly isInherited: boolean;
};

/**
 * The rules for one customer from outside, made once per signature, for a request or a row of a file.
 *
 * Every input must be there with a value of its own type, as JSON writes it: a finite number in its range, 0 or 1, one
 * of the categories; text is no number. An input whose signature says what a missing value means may be null or left
 * out. The id may be there, as text or null. Everything else is refused, and so are the outcome that is to be predicted
 * and columns that the model does not take, such as an as-of date: nothing is passed over in silence.
 */
export function customerCheck(signature: Signature): (customer: unknown) => CheckedCustomer {
  const inputs = signature.inputs.map(ruleOf);
  const rules = [...inputs, ruleFor(signature.id, isIdOrNone, "text, or null")];
  const known = new Set(rules.map(({ name }) => name));

  return (customer) => {
    if (typeof customer !== "object" || customer === null || Array.isArray(customer)) {
      return { faults: [{ detail: `expected a customer, an object of columns, received ${received(customer)}` }] };
    }
    const row = customer as Record<string, unknown>;
    let faults: CustomerFault[] | undefined;
    let present = 0;
    for (const { name, isValid, expected, isInherited } of rules) {
      const value = isInherited && !Object.hasOwn(row, name) ? undefined : row[name];
      if (value !== undefined) present++;
      if (isValid(value)) continue;
      faults ??= [];
      faults.push({ column: name, detail: `expected ${expected}, received ${received(value)}` });
    }
    const columns = Object.keys(row);
    if (columns.length !== present) {
      const unknown = columns.filter((column) => !known.has(column)).map((column) => unknownColumn(signature, column));
      if (unknown.length > 0) faults = [...(faults ?? []), ...unknown];
    }
    return faults ? { faults } : { row: row as CustomerRow };
  };
}

const isIdOrNone = (value: unknown) => typeof value === "string" || value === null || value === undefined;

function ruleOf(input: SignatureInput): Rule {
  const isValue = isValueOf(input);
  const mayLack = input.missing !== undefined;
  const expected = `${expectedOf(input)}${mayLack ? `, or null (${input.missing})` : ""}`;
  const isValid = mayLack ? (value: unknown) => value === null || value === undefined || isValue(value) : isValue;
  return ruleFor(input.name, isValid, expected);
}

const ruleFor = (name: string, isValid: Rule["isValid"], expected: string): Rule => {
  return { name, isValid, expected, isInherited: name in Object.prototype };
};

function isValueOf({ type, range, categories }: SignatureInput): (value: unknown) => boolean {
  const [low, high] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  switch (type) {
    case "integer":
      return (value) => Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
    case "decimal":
      return (value) => Number.isFinite(value) && (value as number) >= low && (value as number) <= high;
    case "flag":
      return (value) => value === 0 || value === 1;
    case "category": {
      const known = new Set<unknown>(categories);
      return (value) => known.has(value);
    }
  }
}

function expectedOf({ type, range, categories, unit }: SignatureInput): string {
  const between = range ? ` from ${range[0]} to ${range[1]}` : "";
  const of = unit ? ` (${unit})` : "";
  switch (type) {
    case "integer":
      return `a whole number${between}${of}`;
    case "decimal":
      return `a number${between}${of}`;
    case "flag":
      return "0 or 1";
    case "category":
      return `one of ${(categories ?? []).map((value) => JSON.stringify(value)).join(", ")}`;
  }
}

function unknownColumn({ target, dataset }: Signature, column: string): CustomerFault {
  const why = column === target ? "it is what the model predicts" : `the model of ${dataset} has no such column`;
  return { column, detail: `expected no ${shortened(column)}: ${why}` };
}

const SHOWN = 60;
const shortened = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** Never the whole of what may be large or deep. */
function received(value: unknown): string {
  if (value === undefined) return "none";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? JSON.stringify(shortened(value)) : String(value);
}
