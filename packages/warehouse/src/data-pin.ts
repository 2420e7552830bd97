import { PipelineError } from "@churn/contracts";
import { readText, writeBytes } from "@churn/runtime";
import { isScalar, parseDocument } from "yaml";
import { z } from "zod";
import { FIRST_AS_OF, LAST_AS_OF, type World } from "./business/world.ts";
import { isoDate, parseDay } from "./calendar.ts";

/** How the simulated warehouse makes the pinned table again; `rows` as of 2026-06-30, a later date has more. */
const Recipe = z.object({
  dataset: z.literal("subscriptions"),
  as_of: z.string(),
  seed: z.int().min(0).max(0xffffffff),
  rows: z.int().min(1).max(10_000_000),
  drift: z.boolean(),
});
export type Recipe = z.infer<typeof Recipe>;

/** The table that a fresh clone starts with. */
export const DEFAULT_RECIPE: Recipe = {
  dataset: "subscriptions",
  as_of: "2026-06-30",
  seed: 42,
  rows: 20_000,
  drift: false,
};

/** data.dvc: which bytes data/customers.csv has. DVC keeps `meta` as it is. */
const DataPin = z.object({
  meta: z.looseObject({ dataset: z.string(), source: z.string().optional(), without: z.array(z.string()).default([]) }),
  outs: z.tuple([z.object({ md5: z.string().regex(/^[0-9a-f]{32}$/), size: z.int().min(0), path: z.string() })]),
});
export type DataPin = {
  md5: string;
  size: number;
  dataset: string;
  source?: string;
  without: string[];
  /** All that the pin says of where the table comes from. */
  meta: Readonly<Record<string, unknown>>;
  recipe: Recipe | undefined;
};

export async function readPin(path: string): Promise<DataPin> {
  const fix = `restore it from git: git checkout ${path}`;
  const parsed = DataPin.safeParse(parseDocument(await readText(path, fix)).toJS());
  if (!parsed.success) {
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `${path} is not the pin of one file:\n${z.prettifyError(parsed.error)}`,
      where: path,
      fix,
    });
  }
  const { meta, outs } = parsed.data;
  const [{ md5, size }] = outs;
  const { dataset, source, without } = meta;
  return { md5, size, dataset, ...(source ? { source } : {}), without, meta, recipe: Recipe.safeParse(meta).data };
}

/** Pins other bytes and says where they come from; the rest of the file stays. */
export async function writePin(
  path: string,
  { md5, size, meta }: { md5: string; size: number; meta: Record<string, unknown> },
): Promise<void> {
  const document = parseDocument(await readText(path, "restore it from git"));
  document.set("meta", document.createNode(meta));
  const asOf = document.getIn(["meta", "as_of"], true);
  if (isScalar(asOf)) asOf.type = "QUOTE_SINGLE"; // bare, YAML 1.1 takes it for a date
  document.setIn(["outs", 0, "md5"], md5);
  document.setIn(["outs", 0, "size"], size);
  writeBytes(path, document.toString({ lineWidth: 0, indentSeq: false }));
}

/** The world and the day that a recipe names. */
export function worldOf(recipe: Recipe, where: string): { world: World; asOf: number } {
  const asOf = parseDay(recipe.as_of, where);
  if (asOf < FIRST_AS_OF || asOf > LAST_AS_OF) {
    throw new PipelineError("USAGE_INVALID", {
      what: `the simulated business can be seen from ${isoDate(FIRST_AS_OF)} to ${isoDate(LAST_AS_OF)}, not as of ${recipe.as_of}`,
      where,
      fix: `name a date between them`,
    });
  }
  return { world: { seed: recipe.seed, rows: recipe.rows, drift: recipe.drift }, asOf };
}

/** Checks what a person asked for before anything is made. */
export function parseRecipe(value: { [K in keyof Recipe]: unknown }, where: string): Recipe {
  const parsed = Recipe.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PipelineError("USAGE_INVALID", {
    what: `not possible:\n${z.prettifyError(parsed.error)}`,
    where,
    fix: "for example --refresh --as-of 2026-09-30 --seed 42 --rows 20000",
  });
}
