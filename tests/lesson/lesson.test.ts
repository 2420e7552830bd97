import { beforeAll, describe, expect, it } from "vitest";
import { replayMarcus, type Story, tell } from "./marcus.ts";

let story: Story;
beforeAll(async () => {
  story = await replayMarcus();
}, 120_000);

describe("the story of Marcus", () => {
  it("with the gates off, a splendid test set hides two in five customers at risk", () => {
    const { testSet, production } = story;
    expect(testSet.accuracy).toBeGreaterThan(0.85);
    expect(testSet.roc_auc).toBeGreaterThan(0.9);
    expect(testSet.rows).toBe(production.rows - production.newCustomers);
    expect(production.newSaidToStay).toBe(production.newCustomers);
    const missed = production.newChurners / production.churners;
    expect(missed).toBeGreaterThan(0.35);
    expect(missed).toBeLessThan(0.45);
    expect(production.missed).toBeGreaterThan(production.newChurners);
  });

  it("with the gates on, it ends at validate by a message that names the column and the question", () => {
    expect(story.stopped).toMatchObject({
      step: "validate",
      message: expect.stringMatching(
        /days_since_last_purchase is missing in 3,040 rows and the contract does not say what that means/,
      ),
    });
  });

  it("fits on one screen", () => {
    expect(tell(story).split("\n").length).toBeLessThan(24);
    expect(tell(story)).toContain("40 % of all customers at risk");
  });
});
