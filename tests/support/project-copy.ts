import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { linkInstalled } from "./link-installed.ts";
import { projectFile } from "./project-file.ts";

/** champion.json where no registry is. */
const NO_CHAMPION = '{ "champion": null }\n';

/** A copy of the project in the system's temp folder, a git repository of its own, with what set-up installs linked in. */
export class ProjectCopy {
  readonly folder: string;
  /** Variables that its programs see besides those of the test; no registry but its own. */
  readonly environment: Record<string, string> = { MLFLOW_TRACKING_URI: "", GITHUB_TOKEN: "", GH_TOKEN: "" };

  /** @param from - another copy, to be taken as it is now */
  constructor(from?: ProjectCopy) {
    this.folder = mkdtempSync(join(tmpdir(), "churn project "));
    if (from) {
      cpSync(from.folder, this.folder, { recursive: true, verbatimSymlinks: true });
      return;
    }
    const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: projectFile(""),
      encoding: "utf8",
    });
    for (const path of new Set(tracked.split("\0"))) {
      if (path !== "") cpSync(projectFile(path), this.path(path));
    }
    writeFileSync(this.path("champion.json"), NO_CHAMPION);
    linkInstalled(this.folder);
    this.git("init", "-q", "-b", "main");
    this.commit("a copy for tests");
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.folder, encoding: "utf8" });
  }

  commit(message: string): void {
    this.git("add", "-A");
    this.git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-q", "--allow-empty", "-m", message);
  }

  /** Runs a program of the project to its end; what it printed, and its exit code. */
  run(...args: string[]): { exitCode: number | null; output: string } {
    const environment = { ...process.env, NO_COLOR: "1", ...this.environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: "utf8",
      env: environment,
    });
    return { exitCode: status, output: stdout + stderr };
  }

  dvc(...args: string[]): { exitCode: number | null; output: string } {
    return this.run("tools/dvc.mjs", ...args);
  }

  json(path: string) {
    return JSON.parse(readFileSync(this.path(path), "utf8"));
  }

  setParam(path: string[], value: unknown): void {
    const document = parseDocument(readFileSync(this.path("params.yaml"), "utf8"));
    document.setIn(path, value);
    writeFileSync(this.path("params.yaml"), document.toString());
  }
}
