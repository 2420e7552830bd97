import { readFileSync } from "node:fs";
import { DockerfileParser, type Instruction, type PropertyInstruction } from "dockerfile-ast";
import { projectFile } from "./project-file.ts";

/** What a container of one target runs, as the Dockerfile says it. */
export type ImageConfig = {
  readonly user: string;
  readonly port: string;
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** ENTRYPOINT and CMD. */
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
};

const dockerfile = DockerfileParser.parse(readFileSync(projectFile("packages/serve/Dockerfile"), "utf8"));

/** @param buildArguments - the values of ARG; one that is not given is empty */
export function imageConfig(target: string, buildArguments: Readonly<Record<string, string>> = {}): ImageConfig {
  const instructions = instructionsOf(target);
  const last = (keyword: string) => raw(instructions.findLast((each) => each.getKeyword() === keyword));
  const expand = (text: string) => text.replace(/\$\{(\w+)\}/g, (_, name) => buildArguments[name] ?? "");
  const variables = instructions
    .filter((each) => each.getKeyword() === "ENV")
    .flatMap((each) => (each as PropertyInstruction).getProperties());
  return {
    user: last("USER"),
    port: last("EXPOSE"),
    workdir: last("WORKDIR"),
    environment: Object.fromEntries(variables.map((each) => [each.getName(), expand(each.getValue() ?? "")])),
    command: [...words(last("ENTRYPOINT")), ...words(last("CMD"))],
    healthcheck: words(last("HEALTHCHECK").replace(/^.*?CMD /s, "")),
  };
}

/** Those of a stage, after those of the stages that it is made from. */
function instructionsOf(target: string): Instruction[] {
  const from = dockerfile.getFROMs().find((each) => each.getBuildStage() === target);
  if (!from) return [];
  const stage = dockerfile.getContainingImage(from.getRange().start);
  return [...instructionsOf(from.getImage() ?? ""), ...(stage?.getInstructions().slice(1) ?? [])];
}

const raw = (instruction: Instruction | undefined) => instruction?.getRawArgumentsContent() ?? "";

const words = (json: string): string[] => (json === "" ? [] : JSON.parse(json));

/** What it is made from: every image that comes from elsewhere. */
export const baseImages = (): string[] =>
  dockerfile
    .getFROMs()
    .map((each) => each.getImage() ?? "")
    .filter((image) => image.includes(":"));
