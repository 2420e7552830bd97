import { describe, expect, it } from "vitest";
import { changedParams } from "../src/changed-params.ts";
import { lockBehind } from "../src/lock-behind.ts";

describe("changed parameters", () => {
  it.each([
    { before: { a: { b: 1 } }, after: { a: { b: 1 } }, changes: [] },
    { before: { a: { b: 1 } }, after: { a: { b: 2 } }, changes: [{ key: "a.b", before: "1", after: "2" }] },
    { before: { a: [1] }, after: { a: [1, 2] }, changes: [{ key: "a", before: "[1]", after: "[1,2]" }] },
    { before: { a: "1" }, after: { a: 1 }, changes: [{ key: "a", before: '"1"', after: "1" }] },
    {
      before: { a: 1 },
      after: { b: 1 },
      changes: [
        { key: "a", before: "1", after: null },
        { key: "b", before: null, after: "1" },
      ],
    },
    { before: null, after: { a: null }, changes: [{ key: "a", before: null, after: "null" }] },
  ])("from $before to $after", ({ before, after, changes }) => {
    expect(changedParams(before, after)).toEqual(changes);
  });
});

describe("dvc.lock is behind", () => {
  const lock = ({ source = "a", model = "m", seed = 1, out = "o" } = {}) => ({
    schema: "2.0",
    stages: {
      train: {
        cmd: "x",
        deps: [{ path: "src", md5: source }],
        params: { "params.yaml": { train: { seed } } },
        outs: [{ path: "model", md5: out }],
      },
      evaluate: {
        cmd: "y",
        deps: [
          { path: "model", md5: model },
          { path: "model/one.json", md5: model },
        ],
      },
    },
  });

  it.each([
    { when: "nothing changed", now: lock(), behind: [] },
    { when: "a source changed", now: lock({ source: "b" }), behind: ["train: src"] },
    { when: "a parameter changed", now: lock({ seed: 2 }), behind: ["train: train"] },
    { when: "both did", now: lock({ source: "b", seed: 2 }), behind: ["train: src, train"] },
    { when: "another processor gave other floats", now: lock({ out: "p", model: "n" }), behind: [] },
  ])("says $behind when $when", ({ now, behind }) => expect(lockBehind(lock(), now)).toEqual(behind));

  it("names stages that it does not know, or all without a lock", () => {
    const { train } = lock().stages;
    expect(lockBehind({ stages: { train } }, lock())).toEqual(["evaluate: the whole stage"]);
    expect(lockBehind(null, lock())).toEqual(["train: the whole stage", "evaluate: the whole stage"]);
    expect(lockBehind(lock(), null)).toEqual([]);
  });
});
