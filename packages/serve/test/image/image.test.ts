import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makeCustomer } from "@churn/bundle/test-support";
import { MODEL_NAME } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { readEnvironment } from "@churn/runtime";
import { freePort } from "@churn/runtime/test-support";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { canIsolate, type Program, startIn } from "./container.ts";
import { imageConfig } from "./dockerfile.ts";
import { isSent, layOut } from "./laid-out.ts";
import { projectFile } from "./project-file.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "churn-image-test-")));
let app: string;
let modelDigest: string;

beforeAll(async () => {
  const laidOut = await layOut(folder);
  app = laidOut.app;
  modelDigest = laidOut.bundle.modelDigest;
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }), 60_000);

describe("the build", () => {
  test.each([
    ".env",
    ".git/config",
    ".venv/bin/python",
    "data/customers.csv",
    "artifacts/model/weights.bin",
    "models/churn/weights.bin",
    "registry/churn/v1/weights.bin",
    "node_modules/zod/package.json",
    "packages/serve/node_modules/zod/package.json",
    "packages/serve/.env",
    "packages/serve/test/app.test.ts",
    "tests/pipeline/pipeline.test.ts",
  ])("does not see %s", (path) => expect(isSent(path)).toBe(false));

  test("goes on with the model that is meant, and with no other", { timeout: 60_000 }, async () => {
    const check = (digest: string) =>
      startIn(app, imageConfig("with-model"), [
        ..."node --import tsx/esm packages/serve/src/check-bundle.cli.ts model".split(" "),
        digest,
      ]);
    expect(await check(modelDigest).ended).toBe(0);
    const other = check("0".repeat(64));
    expect(await other.ended).toBe(1);
    expect(other.output()).toContain(`holds ${modelDigest}, expected 0000`);
  });
});

describe("the laid-out folder", () => {
  const files = () => readdirSync(app, { recursive: true, encoding: "utf8" });

  test("has the packages of production, and of development none", () => {
    const installed = JSON.parse(readFileSync(join(app, "node_modules", ".package-lock.json"), "utf8")).packages;
    expect(Object.keys(installed)).toContain("node_modules/fastify");
    expect(Object.entries<{ dev?: boolean }>(installed).filter(([, { dev }]) => dev)).toEqual([]);
    for (const name of ["danfojs-node", "vitest", "typescript", "turbo", "@biomejs"]) {
      expect(existsSync(join(app, "node_modules", name)), name).toBe(false);
    }
  });

  test("has no data, no history, no tests, no settings of a machine", () => {
    const own = files().filter((path) => !/(^|\/)node_modules(\/|$)|^(model|registry)\b/.test(path));
    expect(own).toContain("packages/serve/src/serve.cli.ts");
    const strange = /(^|\/)(\.git|\.env.*|\.npmrc|data|test|tests|tools)$|\.(csv|parquet|bin|log)$/;
    expect(own.filter((path) => strange.test(path))).toEqual([]);
  });

  test("has its registry's versions where the README says", () => {
    expect(files()).toContain(join("registry", MODEL_NAME, "v1"));
    expect(readFileSync(projectFile("docs/container.md"), "utf8")).toContain(`bundle=registry/${MODEL_NAME}/v3 `);
  });

  test("has no link that leaves it", () => {
    const links = files().filter((path) => lstatSync(join(app, path)).isSymbolicLink());
    expect(links).toContain("node_modules/@churn/serve");
    expect(links.filter((path) => relative(app, realpathSync(join(app, path))).startsWith(".."))).toEqual([]);
  });
});

describe.each([
  { target: "service", has: "a registry beside it, whose alias it follows" },
  { target: "with-model", has: "its model inside" },
  { target: "with-model", has: "its model inside and WebAssembly", TFJS_BACKEND: "wasm" },
])("an image with $has", ({ target, TFJS_BACKEND = "" }) => {
  const config = imageConfig(target, { MODEL_VERSION: "1", TFJS_BACKEND });

  test("is healthy when it is ready, scores, and ends at SIGTERM", { timeout: 60_000 }, async () => {
    const port = await freePort();
    const healthcheck = config.healthcheck.map((word) => word.replace(`:${config.port}/`, `:${port}/`));
    const health = () => startIn(app, config, healthcheck).ended;
    expect(await health()).toBe(1);

    const service = startIn(app, config, [...config.command, "--port", String(port)]);
    onTestFinished(() => void service.process.kill("SIGKILL"));
    await isUp(service, `http://127.0.0.1:${port}/ready`);
    expect(await health()).toBe(0);

    const response = await fetch(`http://127.0.0.1:${port}/score`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(makeCustomer()),
    });
    expect(await response.json()).toMatchObject({ id: "c1", model: { version: 1, modelDigest } });

    service.process.kill("SIGTERM");
    expect(await service.ended, service.output()).toBe(0);
    const { backend } = await loadTensorFlow(readEnvironment().TFJS_BACKEND); // native where this project has it
    expect(service.output()).toContain(`"backend":"${TFJS_BACKEND || backend}"`);
  });
});

test.skipIf(!canIsolate)("what ran here was another user, who can write to /tmp and nowhere else", async () => {
  const script = `
    const { writeFileSync } = require("node:fs");
    const write = (path) => { try { writeFileSync(path, ""); return "written"; } catch (error) { return error.code; } };
    console.log(JSON.stringify([process.getuid(), process.getgid(), ...["/tmp/a", "/app/a", "/a", "model/a"].map(write)]));`;
  const config = imageConfig("service");
  const program = startIn(app, config, ["node", "-e", script]);
  expect(await program.ended, program.output()).toBe(0);
  const [uid, gid] = config.user.split(":").map(Number);
  expect(JSON.parse(program.output())).toEqual([uid, gid, "written", "EROFS", "EROFS", "EROFS"]);
});

async function isUp(service: Program, url: string): Promise<void> {
  const answer = () => fetch(url).catch(() => undefined);
  while (!(await answer())?.ok) {
    if (service.process.exitCode !== null) throw new Error(service.output());
    await delay(50);
  }
}
