// Brings the traffic to the colour that holds what the alias production names: one command of az, as both are there

import { registered } from "../../deploy/registered.mjs";
import { main } from "../../process/main.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";
import { tell } from "../../workflows/outputs.mjs";
import { setTraffic, showDeployment, showEndpoint } from "./endpoint.mjs";
import { judge } from "./judge.mjs";

await main(async () => {
  const version = String(registered().aliases.production);
  const endpoint = await showEndpoint();
  if (!endpoint) return console.log("there is no endpoint yet");
  for (const colour of ["blue", "green"]) {
    const there = await showDeployment(colour);
    if (there?.version !== version) continue;
    await setTraffic({ [colour]: 100 });
    await judge("smoke", { url: endpoint.scoringUri, which: ["--version", version] });
    return tell(`Azure ML: ${colour} answers everybody with version ${version}.`);
  }
  const mend = `gh workflow run deploy-model.yml -f version=${version}, then -f to=production`;
  throw new Stop(EXIT.MISSING, `No colour of the endpoint holds version ${version}.`, mend);
});
