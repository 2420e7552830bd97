// `npm run check:azure`: what can be said of the files for Azure without an account; green means no finding
import { checkBicep } from "./azure/check-bicep.mjs";
import { checkYaml } from "./azure/check-yaml.mjs";
import { main } from "./process/main.mjs";
import { root } from "./project.mjs";

const CHECKS = [checkYaml, checkBicep];

await main(async () => {
  let failed = false;
  for (const check of CHECKS) {
    const { passed, output } = await check(root);
    console.log(output.trimEnd());
    failed ||= !passed;
  }
  return failed ? 1 : 0;
});
