import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTraffic } from "./endpoint.mjs";
import { inWords } from "./traffic.mjs";

/** Of this job: there from before the first change until the last smoke test said yes, or until it is as it was. */
const path = () => join(process.env.RUNNER_TEMP ?? tmpdir(), "azure-traffic.json");

export const saveTraffic = (map) => writeFileSync(path(), JSON.stringify(map));

export const forgetTraffic = () => rmSync(path(), { force: true });

/** Gives the endpoint the map that was saved, if one is; said in words, undefined for none. */
export async function restoreTraffic() {
  if (!existsSync(path())) return undefined;
  const map = JSON.parse(readFileSync(path(), "utf8"));
  await setTraffic(map);
  forgetTraffic();
  return inWords(map) || "none";
}
