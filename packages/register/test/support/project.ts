import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@churn/runtime/test-support";
import { tinyParams } from "./tiny-dataset.ts";

/** A folder with a release, and in DVC's place a program that answers what a test wants. */
export class Project {
  readonly folder = temporaryFolder();

  /** @param release - a bundle to be copied */
  constructor(release: string) {
    this.releases(release);
    writeFileSync(this.path("champion.json"), '{ "champion": null }\n');
    writeFileSync(this.path("params.yaml"), JSON.stringify(tinyParams));
    writeFileSync(this.path("dvc.yaml"), "stages: { train: {}, release: {} }\n");
    mkdirSync(this.path("tools"));
    this.dvcSays("process.stdout.write('{}')");
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  /** As if the pipeline had made another one. */
  releases(release: string): void {
    cpSync(release, this.path("models/churn"), { recursive: true });
  }

  dvcSays(program: string): void {
    writeFileSync(this.path("tools/dvc.mjs"), program);
  }

  run(program: "register" | "models" | "promote" | "rollback", ...args: string[]) {
    const cli = fileURLToPath(new URL(`../../src/${program}.cli.ts`, import.meta.url));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), cli, ...args],
      { cwd: this.folder, encoding: "utf8" },
    );
    return { exitCode: status, output: stdout + stderr };
  }

  status() {
    return JSON.parse(readFileSync(this.path("artifacts/status/register.json"), "utf8"));
  }
}
