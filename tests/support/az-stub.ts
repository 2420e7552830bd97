import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "./project-file.ts";

type Call = { cmd: string; opt: Record<string, unknown>; fault?: string };
type State = {
  endpoints: Record<
    string,
    {
      traffic: Record<string, number>;
      provisioning_state?: string;
      deployments: Record<string, { model: string; environment?: string; provisioning_state?: string }>;
    }
  >;
  models: Record<string, Record<string, { tags: Record<string, string> }>>;
  jobs: Record<string, Record<string, unknown>>;
  schedules: Record<string, { environment: string; inputs: Record<string, string> }>;
  [more: string]: unknown;
};

/** What GitHub knows of Azure here. */
export const AZURE_VARIABLES = {
  AZURE_TENANT_ID: "the-tenant",
  AZURE_SUBSCRIPTION_ID: "the-subscription",
  AZURE_MODEL_REGISTRY: "models",
  AZURE_CLIENT_ID: "the-identity",
  AZURE_RESOURCE_GROUP: "the-group",
  AZURE_WORKSPACE: "the-workspace",
  AZURE_CONTAINER_REGISTRY: "images.azurecr.io",
  AZURE_ENDPOINT: "churn-of-the-tests",
};

/** A stub `az` for PATH, with the loaders of a locked SDK. What it answers is no deployment. */
export class AzStub {
  readonly folder = mkdtempSync(join(tmpdir(), "churn az "));
  readonly bin = join(this.folder, "bin");

  /** @param variables - of the stub: AZ_STUB_JOB_STATUS, AZ_STUB_TRAFFIC_SECONDS … */
  constructor(python: string, variables: Record<string, string> = {}) {
    mkdirSync(this.bin);
    const exports = Object.entries({ AZ_STUB_DIR: this.folder, ...variables }).map(([k, v]) => `export ${k}="${v}"\n`);
    const program = projectFile("tests/support/az-stub");
    writeFileSync(join(this.bin, "az"), `#!/bin/sh\n${exports.join("")}exec "${python}" "${program}" "$@"\n`, {
      mode: 0o755,
    });
  }

  get state(): State {
    return JSON.parse(readFileSync(join(this.folder, "state.json"), "utf8"));
  }

  set state(state: State) {
    writeFileSync(join(this.folder, "state.json"), JSON.stringify(state));
  }

  /** Each call, in its order; logins are left out. */
  get calls(): Call[] {
    const path = join(this.folder, "calls.jsonl");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : []; // the last may be half-written
    return lines.map((line) => JSON.parse(line) as Call).filter(({ cmd }) => !/^(login|account set)$/.test(cmd));
  }

  /** The next call of a command ends with this error. */
  fail(cmd: string, why = "the service is not well"): void {
    writeFileSync(join(this.folder, "faults.json"), JSON.stringify({ [cmd]: why }));
  }

  /** A file of a job's output. */
  wrote(output: string, file: string, text: string): void {
    mkdirSync(join(this.folder, "outputs", output), { recursive: true });
    writeFileSync(join(this.folder, "outputs", output, file), text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
