// Azure ML's commands for az, in the version that the tests' stub and the YAML were written for
import { setTimeout as sleep } from "node:timers/promises";
import { main } from "../process/main.mjs";
import { mustRunAz, read, runAz } from "./run-az.mjs";

const VERSION = "2.44.1";
const TRIES = 3;

await main(async () => {
  const here = (await mustRunAz(["extension", "list"])).find(({ name }) => name === "ml");
  if (here?.version === VERSION) return console.log(`az ml ${VERSION} is here`);
  if (here) await mustRunAz(["extension", "remove", "--name", "ml"]);
  const add = ["extension", "add", "--name", "ml", "--version", VERSION, "--yes"];
  // its index fails now and then
  let ended = await runAz(add);
  for (let tried = 1; ended.code !== 0 && tried < TRIES; tried++) {
    await sleep(tried * 2_000);
    ended = await runAz(add);
  }
  read(add, ended);
  return console.log(`az ml ${VERSION} installed`);
});
