import { PipelineError } from "@churn/contracts";
import { z } from "zod";
import { readText } from "./files.ts";

/** Reads an artifact and holds it against its schema. `fix` says how to make it anew. */
export async function readJson<S extends z.ZodType>(path: string, schema: S, fix: string): Promise<z.infer<S>> {
  const text = await readText(path, fix);
  const invalid = (what: string, cause?: unknown) =>
    new PipelineError("ARTIFACT_INVALID", { what, where: path, fix, cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(`${path} is not whole JSON: ${(cause as Error).message}`, cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(`${path} is not what it should be:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
