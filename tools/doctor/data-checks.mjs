import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPin } from "../setup/data.mjs";
import { dvcCommand } from "../setup/dvc.mjs";
import { ask, askDvc, broken, note, ok, SETUP } from "./answer.mjs";

const ADD_REMOTE = "npx dvc remote add -d storage s3://BUCKET/PATH";

export async function data(root) {
  const { pinned, actual } = await readPin(root);
  if (!pinned) return broken("data.dvc pins nothing", "git checkout data.dvc");
  if (!actual) return broken("data/customers.csv is missing", "npm run data");
  if (pinned === actual) return ok(`data/customers.csv is the pinned one (md5 ${pinned})`);
  return broken(
    `data/customers.csv (md5 ${actual}) is not the one that data.dvc pins`,
    "npm run data, which says what can be done",
  );
}

const REACH_WAREHOUSE = `
  const { withPostgres } = await import("./packages/warehouse/src/postgres.ts");
  await withPostgres(process.env.WAREHOUSE_URL, async () => {}).catch((error) => {
    console.log([error.message, error.where, error.fix].join("\\n"));
    process.exit(1);
  });
`;

export async function warehouse(root) {
  if (!process.env.WAREHOUSE_URL) return note("the simulated business: WAREHOUSE_URL is not set");
  const args = ["--import", "tsx/esm", "--input-type=module", "-e", REACH_WAREHOUSE];
  const { code, output } = await ask(root, process.execPath, ...args);
  if (code === 0) return ok("PostgreSQL lets in whom WAREHOUSE_URL names");
  const [what, where, fix] = output.trim().split("\n");
  return broken(`${what} (${where})`, fix);
}

export async function remote(root) {
  if (!dvcCommand(root)) return note("not asked: DVC is missing", SETUP);
  const { code, output } = await askDvc(root, "remote", "list");
  if (code !== 0) return broken(`dvc remote list ended with exit code ${code}`, "npx dvc doctor");
  const remotes = output.trim().split("\n").filter(Boolean);
  const named = remotes.map((line) => line.split(/\s+/).join(" ")).join("; ");
  if (remotes.length > 0 && !named.includes("(default)")) {
    return broken(`none is the default: ${named}`, "npx dvc remote default NAME");
  }
  if (remotes.length > 0) return ok(named);
  const pin = join(root, "data.dvc");
  if (existsSync(pin) && /^\s+source: postgres$/m.test(readFileSync(pin, "utf8"))) {
    return broken("none: no other machine can get the table, which PostgreSQL gave", ADD_REMOTE);
  }
  return note("none: the data is made here, and models stay here", ADD_REMOTE);
}
