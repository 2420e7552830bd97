import { expect, it } from "vitest";
import { rehearse } from "../rehearsal/rehearsal.ts";

it("a model goes to production and back under load, a broken one does not, and no request fails", async () => {
  const told: string[] = [];
  const { refused, switched, seconds } = await rehearse((line) => told.push(line));
  expect(refused.output).toContain("does not answer its golden rows");
  expect(switched.failed).toEqual([]);
  expect(switched.versions).toEqual([1, 2]);
  expect(switched.requests).toBeGreaterThan(100);
  expect(Object.keys(seconds).length).toBeGreaterThan(15);
  expect(told.filter((line) => / \d+\.\d s$/.test(line))).toHaveLength(Object.keys(seconds).length);
}, 600_000);
