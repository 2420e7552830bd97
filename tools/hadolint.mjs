// `node tools/hadolint.mjs FILE`: the Dockerfile linter that requirements/hadolint.txt locks
import { join } from "node:path";
import { main } from "./process/main.mjs";
import { run } from "./process/run.mjs";
import { root } from "./project.mjs";
import { lockedPython } from "./setup/locked-python.mjs";

await main(async () => {
  const python = await lockedPython(root, "hadolint", { oldestMinor: 9 });
  const { code } = await run(join(python, "..", "hadolint"), ["--no-color", ...process.argv.slice(2)]);
  return code;
});
