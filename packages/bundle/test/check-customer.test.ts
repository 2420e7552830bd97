import { describe, expect, it } from "vitest";
import { customerCheck, customerSchema } from "../src/index.ts";
import { makeCustomer, signature } from "./support/shop.ts";

const check = customerCheck(signature);
const without = (column: string) => {
  const { [column]: _, ...rest } = makeCustomer();
  return rest;
};
const faultsOf = (customer: unknown) => {
  const checked = check(customer);
  return "faults" in checked ? checked.faults.map(({ column, detail }) => `${column ?? ""}: ${detail}`) : [];
};

describe("a customer is taken", () => {
  it.each([
    { when: "every value is one of its input", customer: makeCustomer() },
    { when: "values are at the ends of their range", customer: makeCustomer({ visits: 50, price: -5, bought: 0 }) },
    { when: "what may be missing is null", customer: makeCustomer({ bought: null, region: null, moved: null }) },
    { when: "what may be missing is not there", customer: without("bought") },
    { when: "it names no id", customer: without("id") },
    { when: "its id is null", customer: makeCustomer({ id: null }) },
    {
      when: "a whole number is written as a decimal",
      customer: JSON.parse(JSON.stringify(makeCustomer()).replace("7", "7.0")),
    },
  ])("when $when", ({ customer }) => expect(check(customer)).toEqual({ row: customer }));
});

describe("a customer is refused, with what was expected and what came", () => {
  it.each([
    [without("visits"), "visits: expected a whole number from 0 to 50 (visits), received none"],
    [makeCustomer({ visits: null }), "visits: expected a whole number from 0 to 50 (visits), received null"],
    [makeCustomer({ visits: 7.5 }), "visits: expected a whole number from 0 to 50 (visits), received 7.5"],
    [makeCustomer({ visits: "7" }), 'visits: expected a whole number from 0 to 50 (visits), received "7"'],
    [makeCustomer({ visits: -1 }), "visits: expected a whole number from 0 to 50 (visits), received -1"],
    [makeCustomer({ price: 250.01 }), "price: expected a number from -5 to 250 (EUR), received 250.01"],
    [makeCustomer({ price: Number.NaN }), "price: expected a number from -5 to 250 (EUR), received NaN"],
    [makeCustomer({ price: Infinity }), "price: expected a number from -5 to 250 (EUR), received Infinity"],
    [makeCustomer({ price: true }), "price: expected a number from -5 to 250 (EUR), received true"],
    [makeCustomer({ plan: "gold" }), 'plan: expected one of "free", "paid", received "gold"'],
    [makeCustomer({ plan: "" }), 'plan: expected one of "free", "paid", received ""'],
    [makeCustomer({ plan: "x".repeat(999) }), `plan: expected one of "free", "paid", received "${"x".repeat(60)}…"`],
    [makeCustomer({ called: 2 }), "called: expected 0 or 1, received 2"],
    [makeCustomer({ called: true }), "called: expected 0 or 1, received true"],
    [makeCustomer({ called: [1] }), "called: expected 0 or 1, received an array"],
    [
      makeCustomer({ bought: 901 }),
      "bought: expected a whole number from 0 to 900, or null (never bought), received 901",
    ],
    [
      makeCustomer({ bought: "" }),
      'bought: expected a whole number from 0 to 900, or null (never bought), received ""',
    ],
    [makeCustomer({ region: {} }), 'region: expected one of "north", "south", or null (not asked), received an object'],
    [makeCustomer({ id: 7 }), "id: expected text, or null, received 7"],
    [makeCustomer({ left: 1 }), "left: expected no left: it is what the model predicts"],
    [makeCustomer({ as_of: "2026-06-30" }), "as_of: expected no as_of: the model of shop has no such column"],
    [JSON.parse('{"__proto__": 1}'), "__proto__: expected no __proto__: the model of shop has no such column"],
    [[makeCustomer()], ": expected a customer, an object of columns, received an array"],
    [null, ": expected a customer, an object of columns, received null"],
    ["c1", ': expected a customer, an object of columns, received "c1"'],
  ])("%# %j", (customer, fault) => expect(faultsOf(customer)).toContain(fault));

  it("with every fault, in the order of the inputs", () => {
    const columns = check({ plan: "gold", more: 1, price: 1 });
    expect(columns).toMatchObject({
      faults: [{ column: "visits" }, { column: "plan" }, { column: "called" }, { column: "more" }],
    });
  });

  it("when an input is called as what every object inherits", () => {
    const odd = customerCheck({
      ...signature,
      inputs: [{ name: "constructor", type: "category", description: "", categories: ["a", "b"] }],
    });
    expect(odd({})).toMatchObject({ faults: [{ column: "constructor" }] });
    expect(odd({ constructor: "a" })).toEqual({ row: { constructor: "a" } });
  });
});

it("is described by a schema that names every column, its values and what a missing one means", () => {
  const schema = customerSchema(signature);
  expect(schema).toMatchObject({ type: "object", additionalProperties: false });
  expect(schema.required).toEqual(["visits", "price", "plan", "called"]);
  expect(schema.properties).toMatchObject({
    id: { type: ["string", "null"] },
    visits: { type: "integer", minimum: 0, maximum: 50, description: "in a year; in visits" },
    price: { type: "number", minimum: -5, maximum: 250 },
    plan: { enum: ["free", "paid"] },
    called: { enum: [0, 1] },
    bought: { type: ["integer", "null"], description: "days ago; null or left out: never bought" },
    region: { enum: ["north", "south", null] },
    moved: { enum: [0, 1, null] },
  });
});
