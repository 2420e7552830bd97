import { Params, PipelineError } from "@churn/contracts";
import { parse } from "yaml";
import { z } from "zod";
import { readText } from "./files.ts";

/** params.yaml, every key checked. */
export async function readParams(path = "params.yaml"): Promise<Params> {
  const invalid = (what: string) => new PipelineError("PARAMS_INVALID", { what, where: path, fix: `edit ${path}` });
  let text: string;
  try {
    text = await readText(path, "restore it from git: git checkout params.yaml");
  } catch {
    throw invalid(`${path} is missing`);
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw invalid(`${path} is not YAML: ${(cause as Error).message}`);
  }
  const parsed = Params.safeParse(value);
  if (!parsed.success) throw invalid(`${path} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
