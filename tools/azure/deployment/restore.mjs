// Gives the endpoint the traffic that a shift of this job has saved and not brought to its end

import { main } from "../../process/main.mjs";
import { tell } from "../../workflows/outputs.mjs";
import { restoreTraffic } from "./saved-traffic.mjs";

await main(async () => {
  const restored = await restoreTraffic();
  if (restored) tell(`Azure ML: the traffic is as before: ${restored}.`);
});
