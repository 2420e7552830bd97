import { existsSync } from "node:fs";
import { Params, PipelineError } from "@churn/contracts";
import { parse } from "yaml";
import { z } from "zod";
import { readText } from "./files.ts";

/** params.yaml, every key checked. */
export async function readParams(path = "params.yaml"): Promise<Params> {
  const restore = `restore it from git: git checkout ${path}`;
  const invalid = (what: string, fix = `edit ${path}`) =>
    new PipelineError("PARAMS_INVALID", { what, where: path, fix });
  let text: string;
  try {
    text = await readText(path, restore);
  } catch (error) {
    throw invalid(existsSync(path) ? (error as Error).message : `${path} is missing`, restore);
  }
  if (text.trim() === "") throw invalid(`${path} is empty`, restore);
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw invalid(`${path} is not YAML: ${(cause as Error).message}`);
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    const is = Array.isArray(value) ? "a list" : `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
    throw invalid(`${path} is not valid: it holds ${is} instead of \`section:\` lines`, restore);
  }
  const parsed = Params.safeParse(value);
  if (!parsed.success) throw invalid(`${path} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
