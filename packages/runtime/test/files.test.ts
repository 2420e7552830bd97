import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import {
  hashFile,
  moveInto,
  readBytes,
  readText,
  requirePath,
  temporaryBeside,
  writeBytes,
  writeJson,
} from "../src/index.ts";
import { useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();

describe("a file that is written", () => {
  it("holds what was given, and nothing is left beside it", () => {
    const at = makeFolder();
    writeJson(at("new/folder/value.json"), { a: [1, null], b: "é" });
    expect(readFileSync(at("new/folder/value.json"), "utf8")).toBe(
      `{\n  "a": [\n    1,\n    null\n  ],\n  "b": "é"\n}\n`,
    );
    expect(readdirSync(at("new/folder"))).toEqual(["value.json"]);
  });

  it("holds any bytes", () => {
    const at = makeFolder();
    const bytes = Uint8Array.of(0, 255, 10, 13);
    writeBytes(at("weights.bin"), bytes);
    expect([...readFileSync(at("weights.bin"))]).toEqual([...bytes]);
  });

  it("replaces the file that was there", () => {
    const at = makeFolder({ "value.json": "old" });
    writeJson(at("value.json"), "new");
    expect(readFileSync(at("value.json"), "utf8")).toBe('"new"\n');
    expect(readdirSync(at())).toEqual(["value.json"]);
  });

  it("stays as it was when the new value can't be written", () => {
    const at = makeFolder({ "value.json": "old" });
    const cycle: { self?: object } = {};
    cycle.self = cycle;
    expect(() => writeJson(at("value.json"), cycle)).toThrow(TypeError);
    expect(readFileSync(at("value.json"), "utf8")).toBe("old");
    expect(readdirSync(at())).toEqual(["value.json"]);
  });

  it("is at every moment whole for those who read it", async () => {
    const at = makeFolder();
    const value = (of: number) => Array.from({ length: 2000 }, () => of);
    writeJson(at("value.json"), value(0));
    const { reads, faults } = await whileReading(at("value.json"), (write) =>
      writeJson(at("value.json"), value(write)),
    );
    expect(faults).toEqual([]);
    expect(reads).toBeGreaterThan(20);
  });
});

describe("what is moved into a place", () => {
  it("replaces a folder whole, so that no file of the old one stays", () => {
    const at = makeFolder({ "model/old.json": "old", "model/both.json": "old" });
    const temporary = temporaryBeside(at("model"));
    mkdirSync(temporary);
    writeFileSync(join(temporary, "both.json"), "new");
    moveInto(temporary, at("model"));
    expect(readdirSync(at("model"))).toEqual(["both.json"]);
    expect(readFileSync(at("model/both.json"), "utf8")).toBe("new");
    expect(readdirSync(at())).toEqual(["model"]);
  });

  it("may be a folder where a file was, and the other way round", () => {
    const at = makeFolder({ place: "a file", "new/inside": "in a folder", other: "a file again" });
    moveInto(at("new"), at("place"));
    expect(readFileSync(at("place/inside"), "utf8")).toBe("in a folder");
    moveInto(at("other"), at("place"));
    expect(readFileSync(at("place"), "utf8")).toBe("a file again");
    expect(readdirSync(at())).toEqual(["place"]);
  });

  it.each([
    { what: "file", files: { place: "old" }, read: "place" },
    { what: "folder", files: { "place/inside": "old" }, read: "place/inside" },
  ])("leaves the old $what where it is when there is nothing to move", ({ files, read }) => {
    const at = makeFolder(files);
    expect(() => moveInto(at("nothing"), at("place"))).toThrow(/ENOENT/);
    expect(readFileSync(at(read), "utf8")).toBe("old");
    expect(readdirSync(at())).toEqual(["place"]);
  });
});

it("a temporary name is beside the target, in a folder that is there, and empty", () => {
  const at = makeFolder();
  const temporary = temporaryBeside(at("deep/er/model"));
  expect(temporary).toMatch(/[/\\]deep[/\\]er[/\\]model\./);
  expect(existsSync(at("deep/er"))).toBe(true);
  writeFileSync(temporary, "left by an attempt before");
  expect(existsSync(temporaryBeside(at("deep/er/model")))).toBe(false);
});

describe("what a killed process left behind", () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;

  it("is removed by the next one that writes there, and nothing else is", () => {
    const others = { "b.json.1.tmp": "", "a.json.tmp": "", "a.json.x.tmp": "", [`a.json.${process.ppid}.tmp`]: "" };
    const at = makeFolder({ "a.json": "old", ...others, [`a.json.${dead}.tmp`]: "", [`a.json.${dead}.old/x`]: "" });
    writeJson(at("a.json"), "new");
    expect(readdirSync(at())).toEqual(["a.json", ...Object.keys(others)].sort());
    expect(readFileSync(at("a.json"), "utf8")).toBe('"new"\n');
  });

  it("comes back when it was the old output, and nothing had taken its place yet", () => {
    const at = makeFolder({ [`model.${dead}.old/inside`]: "old", [`model.${dead}.tmp/inside`]: "new" });
    temporaryBeside(at("model"));
    expect(readdirSync(at())).toEqual(["model"]);
    expect(readFileSync(at("model/inside"), "utf8")).toBe("old");
  });
});

describe("what is not there", () => {
  it.each([
    { by: "readText", read: readText },
    { by: "readBytes", read: readBytes },
    { by: "requirePath", read: async (path: string, fix: string) => requirePath(path, fix) },
  ])("is named by $by, with what brings it", async ({ read }) => {
    const at = makeFolder({ "there.txt": "é" });
    await expect(read(at("none.txt"), "run `npm start`")).rejects.toMatchObject({
      code: "ARTIFACT_MISSING",
      exitCode: 3,
      message: `cannot read ${at("none.txt")}: it is not there`,
      where: at("none.txt"),
      fix: "run `npm start`",
    });
    await expect(read(at("there.txt"), "")).resolves.not.toThrow();
  });
});

it.each(["md5", "sha256"] as const)("the %s of a file is that of its bytes", async (algorithm) => {
  const bytes = randomBytes(200_000);
  const at = makeFolder({ "table.csv": bytes });
  expect(await hashFile(at("table.csv"), algorithm)).toBe(createHash(algorithm).update(bytes).digest("hex"));
});

/** Reads a JSON file as fast as possible in another thread, while `write` is called 100 times. */
async function whileReading(path: string, write: (time: number) => void) {
  const reader = new Worker(
    `const { readFileSync } = require("node:fs");
     const { parentPort, receiveMessageOnPort, workerData } = require("node:worker_threads");
     const faults = [];
     let reads = 0;
     parentPort.postMessage("reading");
     while (!receiveMessageOnPort(parentPort)) {
       try { if (JSON.parse(readFileSync(workerData, "utf8")).length !== 2000) faults.push("not whole"); }
       catch (error) { faults.push(String(error)); }
       reads++;
     }
     parentPort.postMessage({ reads, faults });`,
    { eval: true, workerData: path },
  );
  const next = () => new Promise((resolve) => reader.once("message", resolve));
  await next();
  for (let time = 1; time <= 100; time++) write(time);
  reader.postMessage("stop");
  return (await next()) as { reads: number; faults: string[] };
}
