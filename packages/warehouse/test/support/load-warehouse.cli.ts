import { PipelineError } from "@churn/contracts";
import { defineCommand, log, readEnvironment, runCommand } from "@churn/runtime";
import { DEFAULT_RECIPE, worldOf } from "../../src/data-pin.ts";
import { loadWarehouse } from "./load-warehouse.ts";

const command = defineCommand(
  "load-warehouse",
  "puts the simulated business into the empty PostgreSQL that WAREHOUSE_URL names",
)
  .option("--as-of <date>", "the day up to which it goes, YYYY-MM-DD", DEFAULT_RECIPE.as_of)
  .action(async ({ asOf }: { asOf: string }) => {
    const { WAREHOUSE_URL: url } = readEnvironment();
    if (!url) {
      throw new PipelineError("ENVIRONMENT_INVALID", {
        what: "WAREHOUSE_URL is not set",
        where: "the environment",
        fix: "set it to postgresql://USER:PASSWORD@HOST:5432/DATABASE",
      });
    }
    await loadWarehouse(url, worldOf({ ...DEFAULT_RECIPE, as_of: asOf }, "--as-of").world, asOf);
    log(`loaded; next: npm run data -- --refresh --as-of ${asOf}`);
  });

await runCommand(command);
