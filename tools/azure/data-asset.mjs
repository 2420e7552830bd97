// The table that data.dvc pins, as a data asset whose version is its md5
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { output } from "../workflows/outputs.mjs";
import { lookUp, mustAz } from "./az.mjs";
import { dataOverrides, setArguments } from "./overrides.mjs";
import { inWorkspace } from "./settings.mjs";

const TABLE = "data/customers.csv";

await main(async () => {
  const version = pinned();
  const there = await lookUp(["ml", "data", "show", "--name", "customers", "--version", version, ...inWorkspace()]);
  if (!there) await upload(version);
  console.log(`customers:${version} ${there ? "is there" : "uploaded"}`);
  output({ data: version });
});

function pinned() {
  const [, md5] = (existsSync("data.dvc") && /md5: ([0-9a-f]{32})/.exec(readFileSync("data.dvc", "utf8"))) || [];
  if (md5) return md5;
  throw new Stop(EXIT.MISSING, "data.dvc names no md5.", "git checkout data.dvc");
}

async function upload(version) {
  const md5 = createHash("md5").update(readFileSync(TABLE)).digest("hex");
  if (md5 !== version)
    throw new Stop(EXIT.CHECK_SAID_NO, `${TABLE} is ${md5}, and data.dvc pins ${version}.`, "npm run data");
  const set = setArguments(dataOverrides({ version }));
  await mustAz(["ml", "data", "create", "--file", "endpoints/customers.yaml", ...set, ...inWorkspace()]);
}
