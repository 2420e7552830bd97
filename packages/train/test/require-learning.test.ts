import { expect, it } from "vitest";
import { requireLearning } from "../src/require-learning.ts";

const yTrue = Float32Array.from({ length: 100 }, (_, i) => (i % 4 === 0 ? 1 : 0));
const scored = (score: (label: number, row: number) => number) => ({ yTrue, yScore: yTrue.map(score) });

it.each([
  {
    network: "says the churn rate to everybody",
    part: scored(() => 0.25),
    says: "nothing was learned: the validation loss",
  },
  { network: "says no to everybody", part: scored(() => 0.001), says: "nothing was learned" },
  { network: "says anything", part: scored((_, row) => ((row * 7) % 10) / 10 + 0.05), says: "nothing was learned" },
  {
    network: "knows the answer",
    part: scored((label) => (label ? 0.9 : 0.1)),
    says: "too good to be true: a ROC AUC of 1.0",
  },
])("a network that $network is refused", ({ part, says }) => {
  expect(() => requireLearning(part)).toThrow(says);
});

it("a network that is often right is one that has learned", () => {
  expect(requireLearning(scored((label, row) => (label && row % 8 ? 0.7 : 0.1 + row / 1000)))).toBeUndefined();
});

it("a weak one has learned too: whether it is good enough, the gate says", () => {
  expect(requireLearning(scored((label, row) => (label ? 0.3 : 0.23) + (row % 7) / 50))).toBeUndefined();
});
