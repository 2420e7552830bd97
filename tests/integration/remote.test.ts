import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { freePort } from "@churn/runtime/test-support";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";
import { smallProject } from "../support/small-project.ts";

const { endpoint, keys } = inject("s3");
const DATA = ["--import", "tsx/esm", "packages/warehouse/src/data.cli.ts"];
const DVC_BIN = projectFile(".venv/bin/dvc");

describe("a DVC remote that speaks S3", { timeout: 180_000 }, () => {
  let origin: ProjectCopy;

  beforeAll(() => {
    origin = smallProject();
    const pin = readFileSync(origin.path("data.dvc"), "utf8");
    const extracted = "meta: { dataset: subscriptions, source: postgres, as_of: '2026-06-30' }\n";
    writeFileSync(origin.path("data.dvc"), pin.replace(/meta:\n( .*\n)+/, extracted)); // nobody can make it again
    origin.dvc("remote", "add", "-d", "storage", "s3://bucket/churn");
    origin.dvc("remote", "modify", "storage", "endpointurl", endpoint);
    Object.assign(origin.environment, { AWS_EC2_METADATA_DISABLED: "true", ...keys });
    const { exitCode, output } = origin.dvc("repro");
    if (exitCode !== 0) throw new Error(output);
    origin.commit("a run");
  });
  afterAll(() => origin.remove());

  /** What git has of it, and the packages that are installed. */
  function clone(environment: Record<string, string> = keys): ProjectCopy {
    const copy = new ProjectCopy(origin);
    onTestFinished(() => copy.remove());
    copy.git("clean", "-fdxq", "-e", "node_modules", "-e", ".venv");
    Object.assign(copy.environment, { DVC_BIN, AWS_EC2_METADATA_DISABLED: "true", ...environment });
    return copy;
  }

  /** Nothing in git's eyes, and no table. */
  const isUntouched = (copy: ProjectCopy) =>
    copy.git("status", "--porcelain") === "" && !existsSync(copy.path("data/customers.csv"));

  it("takes what one clone has, and a fresh one has nothing left to run", () => {
    expect(origin.dvc("push")).toMatchObject({ exitCode: 0, output: expect.stringMatching(/\d+ files pushed/) });
    expect(origin.dvc("push").output).toContain("Everything is up to date.");
    const copy = clone();
    expect(copy.dvc("pull")).toMatchObject({ exitCode: 0 });
    expect(copy.dvc("repro")).toMatchObject({ exitCode: 0, output: expect.stringContaining("up to date") });
    expect(copy.git("status", "--porcelain")).toBe("");
    const bytes = (project: ProjectCopy, path: string) => readFileSync(project.path(path));
    for (const path of ["data/customers.csv", "models/churn/weights.bin"]) {
      expect(bytes(copy, path).equals(bytes(origin, path))).toBe(true);
    }
  });

  it("gives a fresh clone its table when that is started", () => {
    const { exitCode, output } = clone().run("tools/start.mjs");
    expect([exitCode, output]).toEqual([
      0,
      expect.stringMatching(/data\/customers\.csv pulled[\s\S]*Registered churn/),
    ]);
  });

  it.each([
    { when: "the secret is wrong", wrong: { ...keys, AWS_SECRET_ACCESS_KEY: "wrong" }, says: /Forbidden/ },
    { when: "the key is nobody's", wrong: { ...keys, AWS_ACCESS_KEY_ID: "nobody" }, says: /Forbidden/ },
    {
      when: "there are no keys",
      wrong: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      says: /Unable to locate credentials/,
    },
  ])("refuses both ways when $when, and leaves everything as it was", ({ wrong, says }) => {
    const copy = clone(wrong);
    const began = performance.now();
    const pull = copy.dvc("pull");
    expect(performance.now() - began).toBeLessThan(30_000);
    expect([pull.exitCode === 0, pull.output]).toEqual([false, expect.stringMatching(says)]);
    const data = copy.run(...DATA);
    expect([data.exitCode, data.output]).toEqual([3, expect.stringMatching(/the DVC remote did not give it/)]);
    expect(data.output).toMatch(/it was extracted from PostgreSQL as of 2026-06-30\n.*\n.*\n.*mend the remote/);
    expect(isUntouched(copy)).toBe(true);
    Object.assign(origin.environment, wrong);
    const push = origin.dvc("push");
    Object.assign(origin.environment, keys);
    expect([push.exitCode === 0, push.output]).toEqual([false, expect.stringMatching(says)]);
  });

  it.each([
    { when: "nobody listens there", serve: freePort, says: /does not answer at http.*: ECONNREFUSED\. Nothing/ },
    { when: "nothing is answered", serve: silentServer, says: /does not answer at http.*: nothing came within 10 s/ },
  ])("is not waited for when $when", async ({ serve, says }) => {
    const copy = clone();
    copy.dvc("remote", "modify", "--local", "storage", "endpointurl", `http://127.0.0.1:${await serve()}`);
    const began = performance.now();
    expect(copy.dvc("pull")).toMatchObject({ exitCode: 3, output: expect.stringMatching(says) });
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(copy.run(...DATA)).toMatchObject({ exitCode: 3, output: expect.stringMatching(says) });
    expect(isUntouched(copy)).toBe(true);
  });
});

async function silentServer(): Promise<number> {
  const port = await freePort();
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return port;
}
