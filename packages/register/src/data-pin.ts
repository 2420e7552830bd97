import { PipelineError } from "@churn/contracts";
import { readText } from "@churn/runtime";
import { parseDocument } from "yaml";
import { z } from "zod";

const DataPin = z.object({
  meta: z.record(z.string(), z.unknown()).default({}),
  outs: z.tuple([z.object({ md5: z.string() })]),
});
export type DataPin = { md5: string; meta: Record<string, unknown> };

/** Which table data.dvc pins, and what it says about it; undefined where there is no data.dvc. */
export async function readDataPin(path = "data.dvc"): Promise<DataPin | undefined> {
  const text = await readText(path, "").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = DataPin.safeParse(parseDocument(text).toJS());
  if (parsed.success) return { md5: parsed.data.outs[0].md5, meta: parsed.data.meta };
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${path} is not the pin of one file:\n${z.prettifyError(parsed.error)}`,
    where: path,
    fix: `restore it from git: git checkout ${path}`,
  });
}
