import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBundle, makeCustomer } from "@churn/bundle/test-support";
import { environmentWith } from "@churn/runtime";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeRegistry, moveAlias, postJson } from "./support/make-service.ts";

const PROGRAM = fileURLToPath(new URL("../src/serve.cli.ts", import.meta.url));

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

/** The program, in a folder of its own and with no server for a registry. */
function start(folder: string, variables: Record<string, string>, ...args: string[]): Started {
  const command = ["--import", import.meta.resolve("tsx/esm"), PROGRAM, "--port", "0", ...args];
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: environmentWith({ GITHUB_TOKEN: "", MLFLOW_TRACKING_URI: "", ...variables }),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (bytes) => {
      output += bytes;
    });
  }
  return { child, output: () => output, ended: once(child, "exit").then(([code]) => code) };
}

async function addressOf({ output }: Started): Promise<string> {
  await expect.poll(output, { timeout: 15_000 }).toMatch(/version \d+ answers/);
  return /Server listening at (http:[^"]+)/.exec(output())?.[1] as string;
}

/** A request whose body comes only when it is told to. */
function slowRequest(url: string) {
  const body = JSON.stringify(makeCustomer());
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes;
  });
  socket.write(
    `POST /score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  return {
    finish: async () => {
      socket.write(body);
      await once(socket, "close");
      return answer;
    },
  };
}

/** A folder with registry/churn, whose version 1 is in production. */
async function withProduction(): Promise<string> {
  const folder = temporaryFolder();
  const registry = await makeRegistry(1);
  await moveAlias(registry, "production", 1);
  mkdirSync(join(folder, "registry"));
  renameSync(registry.location, join(folder, "registry/churn"));
  return folder;
}

describe("npm run serve", () => {
  it("answers, and on SIGTERM ends with 0 when every request under way is answered and logged", {
    timeout: 60_000,
  }, async () => {
    const folder = await withProduction();
    const started = start(folder, {}, "--log-requests", "log");
    const url = await addressOf(started);
    const statuses: number[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      for (let isTold = false; !isTold; ) {
        const response = await postJson(`${url}/score`, makeCustomer());
        await response.arrayBuffer();
        statuses.push(response.status);
        isTold = response.headers.get("connection") === "close";
      }
    });
    await expect.poll(() => statuses.length).toBeGreaterThan(20);
    const slow = slowRequest(url);
    started.child.kill("SIGTERM");
    await Promise.all(asking);
    await expect.poll(() => fetch(url).catch(() => "nobody listens")).toBe("nobody listens");
    expect(await slow.finish()).toMatch(/^HTTP\/1.1 200 .*"probability"/s);
    expect(await started.ended).toBe(0);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const lines = readdirSync(join(folder, "log")).flatMap((name) =>
      readFileSync(join(folder, "log", name), "utf8")
        .trimEnd()
        .split("\n"),
    );
    expect(lines).toHaveLength(statuses.length + 1);
    expect(started.output()).not.toContain("visits");
  });

  it("serves a bundle that is at hand, without a registry and without the native library", async () => {
    const folder = temporaryFolder();
    await makeBundle(join(folder, "model"));
    const variables = { TFJS_BACKEND: "wasm", GITHUB_TOKEN: "no token", GITHUB_REPOSITORY: "no/where" };
    const started = start(folder, variables, "--bundle", "model", "--version", "7");
    const url = await addressOf(started);
    expect(started.output()).toContain('"backend":"wasm"');
    expect(await (await postJson(`${url}/score`, makeCustomer())).json()).toMatchObject({ model: { version: 7 } });
  });

  it.each([
    {
      when: "no version is behind the alias",
      args: [],
      code: 3,
      says: /no version is production.*promote -- --to production/s,
    },
    {
      when: "nothing was registered",
      args: ["--alias", "candidate"],
      code: 3,
      says: /mend: {2}run `npm run register`/,
    },
    {
      when: "there is no such version",
      args: ["--version", "4"],
      code: 3,
      says: /version 4 is not there.*npm run models/s,
    },
    { when: "a flag is wrong", args: ["--alias", "live"], code: 2, says: /expected one of candidate/ },
  ])("ends with $code and what to do when $when", async ({ args, code, says }) => {
    const started = start(temporaryFolder(), {}, ...args);
    expect(await started.ended).toBe(code);
    expect(started.output()).toMatch(says);
  });

  it("ends with 2 when the port is in use", async () => {
    const folder = await withProduction();
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const started = start(folder, {}, "--port", String(port));
    expect(await started.ended).toBe(2);
    expect(started.output()).toMatch(new RegExp(`port ${port} is in use.*--port 8081`, "s"));
  });
});
