import { defineCommand, log, runCommand } from "@churn/runtime";
import { modelsTable } from "./models.ts";
import { openRegistry } from "./open-registry.ts";

const command = defineCommand("models", "lists the registered versions: aliases, metrics, commit")
  .option("--json", "everything the registry knows, as JSON")
  .action(async ({ json }: { json?: true }) => {
    const registry = openRegistry();
    const listed = { ...(await registry.list()), aliases: await registry.aliases() };
    log(json ? JSON.stringify(listed, null, 2) : modelsTable(listed));
  });

await runCommand(command);
