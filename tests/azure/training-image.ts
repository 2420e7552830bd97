import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";
import { DockerfileParser } from "dockerfile-ast";
import { projectFile } from "../support/project-file.ts";

const DOCKERFILE = "environments/training/Dockerfile";
const read = (path: string) => readFileSync(projectFile(path), "utf8");

/** The files of the repository that are sent to the build. */
export function buildContext(): string[] {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: projectFile("") });
  const ignored = dockerignore.default().add(read(`${DOCKERFILE}.dockerignore`));
  return files.toString().split("\0").filter(Boolean).filter(ignored.createFilter());
}

/** Does in `folder`, in the place of /, what the Dockerfile's RUN lines do; without Docker and its base images. */
export function layOutTrainingImage(folder: string): void {
  const workdir = join(folder, "opt/churn");
  mkdirSync(workdir, { recursive: true });
  for (const path of buildContext()) cpSync(projectFile(path), join(workdir, path));
  for (const line of runLines()) {
    const command = line.replaceAll(/(?<= )\/(?=opt\/|node_modules)/g, `${folder}/`);
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: workdir, encoding: "utf8" });
    if (status !== 0) throw new Error(`${command}\n${stdout}${stderr}`);
  }
}

const runLines = () =>
  DockerfileParser.parse(read(DOCKERFILE))
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === "RUN")
    .map((instruction) => instruction.getArgumentsContent()?.replaceAll(/--mount=\S+ /g, "") as string);
