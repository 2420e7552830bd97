import { spawnSync } from "node:child_process";
import { EXIT, Stop } from "../../process/stop.mjs";

/** Runs az, which has the login: {ok, body, why}. */
export function az(args) {
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  const { error, status, stdout, stderr } = spawnSync("az", [...args, "--output", "json"], options);
  if (error) throw new Stop(EXIT.MISSING, "az, Azure's command line, is not here.", "https://aka.ms/azure-cli");
  return { ok: status === 0, body: stdout.trim() ? JSON.parse(stdout) : undefined, why: stderr.trim() };
}

/** Asks or changes Azure, and stops where it says no. */
export function mustAz(args, mend = "az login, as an owner of the subscription") {
  const { ok, body, why } = az(args);
  if (ok) return body;
  throw new Stop(EXIT.MISSING, `az ${args.slice(0, 3).join(" ")}: ${why}`, mend);
}

/** What is there, or undefined where Azure says that it isn't, nor its group; any other no stops. */
export function azShow(args) {
  const { ok, body, why } = az(args);
  if (ok) return body;
  if (/not ?found|could not be found|does not exist/i.test(why)) return undefined;
  throw new Stop(EXIT.MISSING, `az ${args.slice(0, 3).join(" ")}: ${why}`, "az login, as an owner of the subscription");
}
