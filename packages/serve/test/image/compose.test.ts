import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentWith } from "@churn/runtime";
import { temporaryFolder } from "@churn/runtime/test-support";
import { DCLinter } from "dclint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { LIMITS } from "../../src/limits.ts";
import { imageConfig } from "./dockerfile.ts";
import { projectFile } from "./project-file.ts";

type Service = {
  readonly image?: string;
  readonly build?: { readonly target: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly restart?: string;
  readonly stop_grace_period?: string;
};

const text = readFileSync(projectFile("compose.yaml"), "utf8");
const services: Record<string, Service> = parse(text).services;
const required = [...new Set(text.match(/(?<=\$\{)\w+(?=:\?)/g))];

type Message = { readonly type: string; readonly rule: string; readonly message: string };

const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });

/** Errors by the schema of the compose specification, and by rules on ports, names and tags. */
function errorsOf(compose: string): string[] {
  const file = join(temporaryFolder(), "compose.yaml");
  writeFileSync(file, compose);
  const results: { messages: Message[] }[] = linter.lintFiles([file], false); // its types are of another module system
  return results
    .flatMap(({ messages }) => messages)
    .filter(({ type }) => type === "error")
    .map(({ rule, message }) => `${rule}: ${message}`);
}

test("compose.yaml is what the specification allows", () => expect(errorsOf(text)).toEqual([]));

test.each([
  { fault: "a key that is not known", from: "tmpfs:", to: "tmpfz:", says: "invalid-schema" },
  { fault: "a port that is open to every machine", from: "127.0.0.1:8080:8080", to: "8080:8080", says: "unbound-port" },
  { fault: "an image without a tag", from: /(image: quay.io\/minio\/minio).*/, to: "$1", says: "explicit-tag" },
])("$fault would be found", ({ from, to, says }) => {
  expect(errorsOf(text.replace(from, to))).toEqual([expect.stringContaining(says)]);
});

test("docker compose reads it", ({ skip }) => {
  if (spawnSync("docker", ["compose", "version"]).status !== 0) skip("docker compose is not here");
  const env = environmentWith(Object.fromEntries(required.map((name) => [name, "chosen4you"])));
  const { status, stderr } = spawnSync("docker", ["compose", "config", "--quiet"], { cwd: projectFile(""), env });
  expect(status, stderr.toString()).toBe(0);
});

describe.each(Object.entries(services))("%s", (_, service) => {
  test("is open to this machine only", () => {
    expect((service.ports ?? []).filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  test("says when it is healthy, or ends by itself", () => {
    const isHealthKnown = service.healthcheck !== undefined || service.build !== undefined;
    expect(isHealthKnown).toBe(service.restart === "unless-stopped");
  });

  test("is given its secrets from outside", () => {
    const secrets = Object.entries(service.environment).filter(
      ([name, value]) => /PASSWORD|SECRET|TOKEN/.test(name) || /:\/\/[^/]*@/.test(value),
    );
    expect(secrets.filter(([, value]) => !/(^|:)\$\{\w+:\?[^}]+\}(@|$)/.test(value))).toEqual([]);
  });
});

test(".env.example names what has to be chosen, and git ignores what was", () => {
  const example = readFileSync(projectFile(".env.example"), "utf8");
  expect(required.length).toBeGreaterThan(0);
  expect(example.match(/^\w+(?==$)/gm)).toEqual(required);
  expect(spawnSync("git", ["check-ignore", "-q", ".env"], { cwd: projectFile("") }).status).toBe(0);
});

test("the service is reached where its image listens, and reaches a registry that knows it by this name", () => {
  const { build, ports, environment, stop_grace_period } = services.service as Service;
  const { port } = imageConfig(build?.target ?? "");
  expect(Number(stop_grace_period?.replace(/s$/, ""))).toBeGreaterThan(LIMITS.drainMs / 1000);
  expect(ports).toEqual([`127.0.0.1:${port}:${port}`]);
  const { host } = new URL(environment.MLFLOW_TRACKING_URI ?? "");
  expect(text).toMatch(new RegExp(`--allowed-hosts=(\\S+,)?${host}(,|$)`, "m"));
});
