import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "./project-file.ts";

type State = {
  tags: Record<string, string>;
  images: Record<string, Record<string, string>>;
  containers: { port: number; pid: number }[];
  lies: Record<string, string>;
  /** What the registry says of an image that it does not have. */
  absent?: string;
};

/** A `docker` for PATH, and what it knows. */
export class FakeDocker {
  readonly folder = mkdtempSync(join(tmpdir(), "churn docker "));
  readonly bin = join(this.folder, "bin");

  constructor() {
    mkdirSync(this.bin);
    const program = projectFile("tests/support/fake-docker.mjs");
    writeFileSync(join(this.bin, "docker"), `#!/bin/sh\nexec node "${program}" "${this.folder}" "$@"\n`, {
      mode: 0o755,
    });
    this.state = { tags: {}, images: {}, containers: [], lies: {} };
  }

  get state(): State {
    return JSON.parse(readFileSync(join(this.folder, "state.json"), "utf8"));
  }

  set state(state: State) {
    writeFileSync(join(this.folder, "state.json"), JSON.stringify(state));
  }

  /** Each command that it was given, a line each. */
  get asked(): string[] {
    const path = join(this.folder, "asked");
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  }

  /** An image in the registry, under these tags. */
  put(digest: string, { version, modelDigest }: { version: number; modelDigest: string }, ...tags: string[]): void {
    const { state } = this;
    state.images[digest] = {
      "churn.model.version": String(version),
      "churn.model.digest": modelDigest,
      "org.opencontainers.image.revision": "c0ffee",
    };
    for (const tag of tags) state.tags[tag] = digest;
    this.state = state;
  }

  /** Ends every service it started. */
  remove(): void {
    for (const { pid } of this.state.containers) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // ended by itself
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
