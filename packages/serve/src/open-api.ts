import { customerSchema } from "@churn/bundle";
import { ModelAnswer, Problem, ReadyAnswer, ScoreAnswer, ScoresAnswer } from "@churn/contracts";
import { z } from "zod";
import { LIMITS } from "./limits.ts";
import type { ServedModel } from "./served-model.ts";

type Schema = Readonly<Record<string, unknown>>;

const REFUSALS: Record<number, string> = {
  400: "The body is not JSON, or a customer is not one of the model's: a pointer for each fault. Nothing was scored.",
  413: `More than ${LIMITS.bodyBytes} bytes or ${LIMITS.rowsPerRequest} customers, or reasons for more than ${LIMITS.explainedRows}`,
  415: "Not application/json, or compressed",
  503: "No model is loaded yet, or more is waiting than can be answered in time: come again",
};

/** The service as OpenAPI 3.1: the customers that the model takes, and every route. */
export function openApi({ bundle: { signature }, facts }: ServedModel): Schema {
  const { $schema: _, ...problem } = z.toJSONSchema(Problem);
  return {
    openapi: "3.1.1",
    info: { title: `Churn of ${signature.dataset}`, version: String(facts.version), description: DESCRIPTION },
    paths: {
      "/score": { post: score(signature.inputs.length) },
      "/live": { get: answers("Whether the process is up", { 200: json({ type: "object" }, "It is") }) },
      "/ready": {
        get: answers("Whether a model answers, and which", {
          200: json(schemaOf(ReadyAnswer), "It has answered its golden rows"),
          ...refusals(503),
        }),
      },
      "/model": {
        get: answers("The model: its signature, card and lineage", {
          200: json(schemaOf(ModelAnswer), "The model that answers now"),
          ...refusals(503),
        }),
      },
      "/metrics": {
        get: answers("Measures for Prometheus", { 200: content("text/plain", { type: "string" }, "Measures") }),
      },
      "/openapi.json": {
        get: answers("This document", { 200: json({ type: "object" }, "OpenAPI 3.1"), ...refusals(503) }),
      },
    },
    components: { schemas: { Customer: customerSchema(signature), Problem: problem } },
  };
}

const DESCRIPTION =
  "Scores customers with the model that an alias of the registry names. Each answer names the model that gave it.";

const REASONS =
  "How many of the features that moved the score most are told, with their Shapley values: log-odds beside the customer " +
  `in the middle of the training part (Štrumbelj & Kononenko 2014). For at most ${LIMITS.explainedRows} customers.`;

const CUSTOMER = { $ref: "#/components/schemas/Customer" };

const score = (inputs: number): Schema => ({
  ...answers("Scores one customer, or an array of them", {
    200: json({ anyOf: [schemaOf(ScoreAnswer), schemaOf(ScoresAnswer)] }, "The score, or the scores in their order"),
    ...refusals(400, 413, 415, 503),
  }),
  parameters: [
    {
      name: "reasons",
      in: "query",
      description: REASONS,
      schema: { type: "integer", minimum: 0, maximum: inputs, default: 0 },
    },
  ],
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: { anyOf: [CUSTOMER, { type: "array", items: CUSTOMER, maxItems: LIMITS.rowsPerRequest }] },
      },
    },
  },
});

const answers = (summary: string, responses: Record<number, Schema>): Schema => ({ summary, responses });

const content = (type: string, schema: Schema, description: string): Schema => ({
  description,
  content: { [type]: { schema } },
});
const json = (schema: Schema, description: string) => content("application/json", schema, description);

const refusals = (...statuses: number[]): Record<number, Schema> =>
  Object.fromEntries(
    statuses.map((status) => {
      const problem = { $ref: "#/components/schemas/Problem" };
      return [status, content("application/problem+json", problem, REFUSALS[status] as string)];
    }),
  );

function schemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
