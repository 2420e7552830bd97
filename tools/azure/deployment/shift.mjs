// staging|production VERSION COLOUR: brings the traffic to a colour step by step, and back on any no, crash or signal.
// Without a colour the endpoint has the version already, and is only looked at.

import { main } from "../../process/main.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";
import { tell } from "../../workflows/outputs.mjs";
import { deleteDeployment, setTraffic, showEndpoint } from "./endpoint.mjs";
import { judge } from "./judge.mjs";
import { forgetTraffic, restoreTraffic, saveTraffic } from "./saved-traffic.mjs";
import { coloursOf, inWords } from "./traffic.mjs";

/** Nobody uses staging: the image soaks there by itself, and its old colour is not paid for. */
const PLANS = { staging: {}, production: { share: 10, minutes: 2, keepsOld: true } };

const stopped = new AbortController();
const onSignal = () => {
  stopped.abort();
  return 1; // the traffic goes back first
};

await main(async () => {
  const [stage, version, colour] = process.argv.slice(2);
  const { traffic, scoringUri: url } = await showEndpoint();
  const asked = { url, which: ["--version", version], signal: stopped.signal };
  if (!colour) return judge("smoke", asked);
  const { live } = coloursOf(traffic);
  await judge("smoke", { ...asked, deployment: colour });
  saveTraffic({ ...traffic, [colour]: 0 });
  try {
    await shift(PLANS[stage], { live, colour, asked });
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    tell(`Azure ML: the traffic is as before: ${await restoreTraffic()}.`);
    return error.exitCode ?? EXIT.BUG;
  }
  forgetTraffic();
  tell(`Azure ML: ${colour} answers everybody with version ${version}; before: ${inWords(traffic) || "nobody"}.`);
  if (live && !PLANS[stage].keepsOld) await deleteDeployment(live);
  return 0;
}, onSignal);

async function shift({ share, minutes }, { live, colour, asked }) {
  if (live && share) await give({ [live]: 100 - share, [colour]: share });
  if (minutes) await judge("soak", { ...asked, deployment: colour, minutes });
  await give({ [colour]: 100 });
  await judge("smoke", asked);
}

async function give(map) {
  if (stopped.signal.aborted) throw new Stop(EXIT.INTERRUPTED, "Interrupted.");
  console.log(`traffic: ${inWords(map)}`);
  await setTraffic(map);
}
