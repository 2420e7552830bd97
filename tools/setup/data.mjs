import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "../process/run.mjs";
import { Stop } from "../process/stop.mjs";

/** Brings the pinned table, or stops where the table that is here is not the pinned one. */
export async function bringData(root) {
  const { pinned, actual } = await readPin(root);
  if (pinned && pinned === actual && isOfOneDataset(root)) return;
  const { code } = await run(process.execPath, ["--import", "tsx/esm", "packages/warehouse/src/data.cli.ts"], {
    cwd: root,
  });
  if (code !== 0) throw new Stop(code, "Set-up stopped at the data: the message above says why.");
}

/** Whether params.yaml asks for the dataset that is pinned; where in doubt the data program decides. */
function isOfOneDataset(root) {
  const named = ["params.yaml", "data.dvc"].map((file) => {
    const path = join(root, file);
    return existsSync(path) && readFileSync(path, "utf8").match(/^\s*dataset:\s*([\w-]+)\s*(#.*)?$/m)?.[1];
  });
  return Boolean(named[0]) && named[0] === named[1];
}

/** The md5 that data.dvc pins and the md5 of the table that is here; undefined where there is none. */
export async function readPin(root) {
  const pin = join(root, "data.dvc");
  const pinned = existsSync(pin) ? md5In(readFileSync(pin, "utf8")) : undefined;
  return { pinned, actual: await md5(join(root, "data", "customers.csv")) };
}

/** The md5 that stands in a data.dvc. */
export const md5In = (pin) => pin.match(/\bmd5:\s*['"]?([0-9a-f]{32})\b/)?.[1];

async function md5(path) {
  if (!existsSync(path)) return undefined;
  const hash = createHash("md5");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
