// VERSION [DIGEST]: the image that staging proved to be this version, or a refusal; DIGEST: the one that this run made
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { output } from "../workflows/outputs.mjs";
import { logIn, lookAt } from "./images.mjs";
import { registered, versionNamed } from "./registered.mjs";
import { unproven } from "./unproven.mjs";

await main(async () => {
  const [typed, made] = process.argv.slice(2);
  const models = registered();
  const { version } = versionNamed(typed, models);
  logIn();
  const proven = lookAt(`v${version}`);
  const why = unproven({ version, made, proven, staging: lookAt("staging") }, models);
  if (why) throw new Stop(EXIT.CHECK_SAID_NO, `${why}.`, `gh workflow run deploy-model.yml -f version=${version}`);
  const before = lookAt("production")?.digest ?? "";
  console.log(`version ${version} was proved in staging as ${proven.digest}, made from commit ${proven.commit}`);
  output({ digest: proven.digest, before, moves: models.aliases.production !== version });
});
