import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf, hashFiles, hashPath } from "../src/digest.ts";
import { useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("digestOf", () => {
  it("does not depend on the order in which files come", () => {
    expect(digestOf({ a: "1", b: "2" })).toBe(digestOf({ b: "2", a: "1" }));
  });

  it("changes with a name as well as with a hash", () => {
    const digests = [digestOf({ a: "1", b: "2" }), digestOf({ a: "2", b: "1" }), digestOf({ a: "1", c: "2" })];
    expect(new Set(digests).size).toBe(3);
  });

  it.skipIf(process.platform === "win32")("is what sha256sum of sha256sum prints", async () => {
    const folder = makeFolder()();
    for (const name of ["weights.bin", "MODEL_CARD.md", "golden.json"]) writeFileSync(join(folder, name), `of ${name}`);
    const names = ["MODEL_CARD.md", "golden.json", "weights.bin"];
    const printed = execFileSync("sh", ["-c", `sha256sum ${names.join(" ")} | sha256sum`], { cwd: folder });
    expect(`${digestOf(await hashFiles(folder, names))}  -\n`).toBe(printed.toString());
  });
});

describe("hashPath", () => {
  it("of a file is the sha256 of its bytes", async () => {
    const path = join(makeFolder()(), "file");
    writeFileSync(path, "bytes");
    expect(await hashPath(path)).toBe(sha256("bytes"));
  });

  it("of a folder is taken over all files below it by their names in it", async () => {
    const folder = makeFolder()();
    mkdirSync(join(folder, "plots"));
    writeFileSync(join(folder, "plots", "roc.json"), "roc");
    writeFileSync(join(folder, "a.json"), "a");
    expect(await hashPath(folder)).toBe(digestOf({ "a.json": sha256("a"), "plots/roc.json": sha256("roc") }));
  });
});
