import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeTemporaries } from "../src/files.ts";
import { inWorkFolder } from "../src/work-folder.ts";

describe("a folder for some work", () => {
  it("is there for it, and gone when it is done or has failed", async () => {
    const work = async (folder: string) => {
      writeFileSync(join(folder, "file"), "text");
      return folder;
    };
    const done = await inWorkFolder("churn-test-", work);
    expect(existsSync(done)).toBe(false);
    let failed = "";
    const failing = inWorkFolder("churn-test-", async (folder) => {
      failed = await work(folder);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect([failed === "", existsSync(failed)]).toEqual([false, false]);
  });

  it("is gone when the program is ended in the middle", async () => {
    await inWorkFolder("churn-test-", async (folder) => {
      removeTemporaries();
      expect(existsSync(folder)).toBe(false);
    });
  });
});
