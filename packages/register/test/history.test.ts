import { expect, it } from "vitest";
import { historyTable } from "../src/history.ts";

it("without a move the history is one clear line", () => {
  expect(historyTable([])).toMatch(/^No alias was moved yet.*npm start/);
});
