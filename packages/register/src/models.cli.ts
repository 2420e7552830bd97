import { findVersion, lineageOfVersion, openRegistry } from "@churn/registry";
import { defineCommand, log, runCommand } from "@churn/runtime";
import { historyTable } from "./history.ts";
import { modelsTable } from "./models.ts";
import { reproduce } from "./reproduce.ts";
import { differenceText, factsText, versionFacts } from "./version-facts.ts";

const VERSION = "a number, or candidate, staging, production";

const command = defineCommand("models", "lists the registered versions: aliases, metrics, commit")
  .option("--json", "everything the registry knows, as JSON")
  .action(async ({ json }: { json?: true }) => {
    const registry = openRegistry();
    const listed = { ...(await registry.list()), aliases: await registry.aliases() };
    log(json ? JSON.stringify(listed, null, 2) : modelsTable(listed));
  });

command
  .command("history")
  .description("lists every move of an alias: when, from where, by whom and why")
  .action(async () => log(historyTable(await openRegistry().history())));

command
  .command("show")
  .description("says where a version comes from")
  .argument("<version>", VERSION)
  .action(async (name: string) => {
    const { title, facts } = await known(name);
    log([title, factsText(facts)].join("\n"));
  });

command
  .command("diff")
  .description("says in what two versions differ, and nothing else")
  .argument("<version>", VERSION)
  .argument("<other>", VERSION)
  .action(async (...names: [string, string]) => {
    const [one, other] = [await known(names[0]), await known(names[1])];
    log(differenceText([one.title, other.title], one.facts, other.facts));
  });

command
  .command("download")
  .description("brings a version's bundle into a folder, and checks its bytes")
  .argument("<version>", VERSION)
  .argument("<folder>", "in the place of what is there")
  .action(async (name: string, folder: string) => {
    const registry = openRegistry();
    const { version, modelDigest } = await findVersion(registry, name);
    await registry.download(version, folder);
    log(`${folder}: version ${version} (sha256 ${modelDigest.slice(0, 12)}…)`);
  });

command
  .command("reproduce")
  .description("makes a version anew from its commit, and says whether the same model came out")
  .argument("<version>", VERSION)
  .action(async (name: string) => {
    const registry = openRegistry();
    const version = await findVersion(registry, name);
    log(await reproduce(version, await lineageOfVersion(registry, version)));
  });

async function known(name: string) {
  const registry = openRegistry();
  const version = await findVersion(registry, name);
  const facts = versionFacts(version, await lineageOfVersion(registry, version), await registry.aliases());
  return { title: `version ${version.version}`, facts };
}

await runCommand(command);
