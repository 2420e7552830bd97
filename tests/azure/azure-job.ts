import { execFile } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { cleanEnv, temporaryFolder } from "../setup/temporary-folder.ts";
import { AZURE_VARIABLES, AzStub } from "../support/az-stub.ts";
import { FakeDocker } from "../support/fake-docker.ts";
import { projectFile } from "../support/project-file.ts";
import { sdkPython } from "./azure-sdk.ts";

/** Undefined: azure-ai-ml can't be had, and the stub has no loaders. */
export const python = await sdkPython();

export const ONE = { version: 1, modelDigest: "1".repeat(64), releaseDigest: "a".repeat(64) };
export const TWO = { version: 2, modelDigest: "2".repeat(64), releaseDigest: "b".repeat(64) };
export const REGISTRY_TOKEN = "t0ken-of-the-container-registry";

export type Ended = { exitCode: number; said: string; outputs: string; summary: string };

/** A job of a workflow, with a stub of az, fakes of docker and of GitHub's tokens, and Azure's files. */
export class AzureJob {
  readonly folder: string;
  readonly az: AzStub;
  readonly docker = new FakeDocker();
  /** What GitHub was asked for. */
  readonly audiences: (string | null)[] = [];
  readonly #tokens = createServer((request, answer) => {
    this.audiences.push(new URL(request.url ?? "", "http://fake").searchParams.get("audience"));
    const isKnown = request.headers.authorization === "Bearer of-this-job";
    answer.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ value: `token-${this.audiences.length}` }));
  }).listen(0, "127.0.0.1");
  readonly #listening = new Promise((resolve) => this.#tokens.once("listening", resolve));

  /** @param project - where the steps run; without one a folder with Azure's files and packages, and no others */
  constructor(variables: Record<string, string> = {}, project?: string) {
    this.folder = project ?? temporaryFolder();
    this.az = new AzStub(python ?? "python3", variables);
    onTestFinished(() => {
      this.az.remove();
      this.docker.remove();
      this.#tokens.close();
    });
    if (project) return;
    for (const path of ["pipelines", "components", "environments", "endpoints"]) {
      cpSync(projectFile(path), join(this.folder, path), { recursive: true });
    }
    symlinkSync(projectFile("node_modules"), join(this.folder, "node_modules"));
    this.registry({});
  }

  /** Where the registry's aliases are. */
  registry(aliases: object): void {
    writeFileSync(join(this.folder, "models.json"), JSON.stringify({ versions: [ONE, TWO], aliases }));
  }

  /** The environment of a step. */
  async env(more: Record<string, string> = {}): Promise<NodeJS.ProcessEnv> {
    await this.#listening;
    const { port } = this.#tokens.address() as AddressInfo;
    return {
      ...cleanEnv(this.folder),
      PATH: `${this.az.bin}:${this.docker.bin}:${process.env.PATH}`,
      ...AZURE_VARIABLES,
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-this-job",
      GITHUB_REPOSITORY: "Acme/Churn",
      GITHUB_ACTOR: "ada",
      GITHUB_TOKEN: REGISTRY_TOKEN,
      GITHUB_REF_NAME: "feature/x",
      GITHUB_SHA: "c0ffee00c0ffee00",
      GITHUB_OUTPUT: join(this.folder, "outputs"),
      GITHUB_STEP_SUMMARY: join(this.folder, "summary"),
      RUNNER_TEMP: this.folder,
      ...more,
    };
  }

  /** Runs a program of tools/azure; `during` gets it while it runs. */
  async run(
    program: string,
    args: string[] = [],
    {
      env = {},
      during,
    }: { env?: Record<string, string>; during?: (kill: (signal: NodeJS.Signals) => void) => void } = {},
  ): Promise<Ended> {
    const files = ["outputs", "summary"].map((name) => join(this.folder, name)) as [string, string];
    for (const file of files) writeFileSync(file, "");
    const options = { cwd: this.folder, env: await this.env(env) };
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [projectFile(`tools/azure/${program}.mjs`), ...args],
        options,
        (_, out, err) => {
          const [outputs, summary] = files.map((file) => readFileSync(file, "utf8")) as [string, string];
          resolve({ exitCode: child.exitCode ?? -1, said: out + err, outputs, summary });
        },
      );
      during?.((signal) => child.kill(signal));
    });
  }
}
