import type { Signature, SignatureInput } from "@churn/contracts";

/** JSON Schema (2020-12, as in OpenAPI 3.1). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What `customerCheck` asks of a customer, as JSON Schema. */
export function customerSchema({ dataset, id, inputs }: Signature): JsonSchema {
  return {
    type: "object",
    description: `A customer of ${dataset}`,
    properties: {
      [id]: { type: ["string", "null"], description: "comes back with the score" },
      ...Object.fromEntries(inputs.map((input) => [input.name, inputSchema(input)])),
    },
    required: inputs.filter(({ missing }) => missing === undefined).map(({ name }) => name),
    additionalProperties: false,
  };
}

function inputSchema({ type, description, unit, range, categories, missing }: SignatureInput): JsonSchema {
  const mayLack = missing !== undefined;
  const said = [description, unit && `in ${unit}`, mayLack && `null or left out: ${missing}`]
    .filter(Boolean)
    .join("; ");
  if (type === "category" || type === "flag") {
    const values: unknown[] = type === "flag" ? [0, 1] : (categories ?? []);
    return { enum: mayLack ? [...values, null] : values, description: said };
  }
  const number = type === "integer" ? "integer" : "number";
  return {
    type: mayLack ? [number, "null"] : number,
    ...(range ? { minimum: range[0], maximum: range[1] } : {}),
    description: said,
  };
}
