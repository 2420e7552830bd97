// `npm run github:setup`: what a repository needs that no file in it can say: environments and the rules of main, by gh
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "./github/environments.mjs";
import { mustGh, requireGh } from "./github/gh.mjs";
import { ownersOf } from "./github/owners.mjs";
import { applyRuleset } from "./github/rulesets.mjs";
import { main } from "./process/main.mjs";
import { EXIT } from "./process/stop.mjs";
import { root } from "./project.mjs";

await main(async () => {
  const repository = requireGh(root);
  const { id: reviewer, login } = mustGh(["api", "user"]);
  const ruleset = JSON.parse(readFileSync(join(root, ".github/rulesets/main.json"), "utf8"));
  const refused = [
    ...environments(repository, { reviewer, login }),
    ...applyRuleset(repository, ruleset),
    ...ownersOf(root),
  ];
  if (refused.length === 0) return console.log(`${repository}: everything is in place`);
  console.log(`\n${repository}: not in place:`);
  for (const { what, why, instead } of refused) console.log(`- ${what}: ${why}\n  instead: ${instead}`);
  return refused.some(({ isPlan }) => !isPlan) ? EXIT.MISSING : 0;
});
