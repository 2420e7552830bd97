import { PipelineError } from "@churn/contracts";
import { isoDate, parseDay } from "./calendar.ts";
import { type DataPin, DEFAULT_RECIPE, parseRecipe, worldOf } from "./data-pin.ts";
import { makeTable } from "./make-table.ts";
import { extractFromPostgres } from "./postgres.ts";

export type Refresh = {
  asOf: string;
  seed?: number | undefined;
  rows?: number | undefined;
  drift?: boolean | undefined;
};

/** Where a table comes from: what its pin says of that, and who writes it. */
export type RefreshSource = { meta: Record<string, unknown>; write: (path: string) => Promise<void> };

/** `meta.source` of a table that no other machine can make again. */
export const POSTGRES = "postgres";

/** The PostgreSQL that the address names, else the simulated business; what is not asked for stays as it was pinned. */
export function refreshSource(pin: DataPin, asked: Refresh, warehouseUrl: string | undefined): RefreshSource {
  return warehouseUrl ? postgres(warehouseUrl, asked) : simulation(pin, asked);
}

function simulation(pin: DataPin, asked: Refresh): RefreshSource {
  if (!pin.recipe) throw notSimulated(pin);
  const recipe = parseRecipe(
    {
      dataset: pin.dataset,
      as_of: asked.asOf,
      seed: asked.seed ?? pin.recipe.seed,
      rows: asked.rows ?? pin.recipe.rows,
      drift: asked.drift ?? pin.recipe.drift,
    },
    "the command line",
  );
  const { world, asOf } = worldOf(recipe, "--as-of");
  return { meta: recipe, write: (path) => makeTable(path, world, asOf) };
}

/** The simulated business never takes the place of real customers by itself. */
function notSimulated({ dataset, source = "elsewhere" }: DataPin): PipelineError {
  return new PipelineError("USAGE_INVALID", {
    what: `the pinned table comes from ${source}, and WAREHOUSE_URL is not set: the simulated business would take its place`,
    where: "data.dvc, key meta; the environment",
    fix: [
      "choose one",
      "newer customers from PostgreSQL: set WAREHOUSE_URL",
      `newer customers from a file: npm run data -- --dataset ${dataset} --from FILE --refresh`,
      `the simulated business: npm run data -- --dataset ${DEFAULT_RECIPE.dataset}, then this again`,
    ].join("\n         - "),
  });
}

function postgres(url: string, { asOf, seed, rows, drift }: Refresh): RefreshSource {
  if ([seed, rows, drift].some((option) => option !== undefined)) {
    throw new PipelineError("USAGE_INVALID", {
      what: "--seed, --rows and --drift belong to the simulated business, and WAREHOUSE_URL names another warehouse",
      where: "the command line; the environment",
      fix: "leave them out, or unset WAREHOUSE_URL",
    });
  }
  const day = parseDay(asOf, "--as-of");
  const today = new Date().toISOString().slice(0, 10);
  if (asOf > today) {
    throw new PipelineError("USAGE_INVALID", {
      what: `the warehouse does not know yet who leaves until ${asOf}`,
      where: "--as-of",
      fix: `name a day until today, ${today}`,
    });
  }
  const write = async (path: string) => {
    if ((await extractFromPostgres(url, day, path)) > 0) return;
    throw new PipelineError("CHECK_FAILED", {
      what: `the warehouse has nobody whose renewal fell in the 90 days up to ${isoDate(day)}; nothing was touched`,
      where: "--as-of; packages/warehouse/src/extract.sql",
      fix: "name a day that the warehouse knows, or mend the query",
    });
  };
  return { meta: { dataset: DEFAULT_RECIPE.dataset, source: POSTGRES, as_of: asOf }, write };
}
