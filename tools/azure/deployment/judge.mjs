import { spawn } from "node:child_process";
import { EXIT, Stop } from "../../process/stop.mjs";
import { mustAz } from "../az.mjs";
import { secret } from "../log-in.mjs";

/** From a runner to the endpoint and back, on another continent at worst. */
const P99_MS = "2000";

/**
 * Smoke tests or a soak of the endpoint, or of one deployment of it: ends well, or throws.
 *
 * @param asked.which - the model that must answer, as those programs name it: ["--version", "3"]
 * @param asked.signal - ends them early
 */
export async function judge(program, { url, which, deployment, minutes, signal }) {
  const resource = ["--resource", "https://ml.azure.com"];
  const { accessToken } = await mustAz(["account", "get-access-token", ...resource]);
  const args = [
    ...["--import", "tsx/esm", `packages/smoke/src/${program}.cli.ts`],
    ...["--url", url.replace(/\/score$/, ""), "--scoring-only", "--p99", P99_MS, ...which],
    ...(deployment ? ["--deployment", deployment] : []),
    ...(minutes ? ["--minutes", String(minutes)] : []),
  ];
  const env = { ...process.env, SCORING_TOKEN: secret(accessToken) };
  const code = await ended(spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"], signal }));
  if (signal?.aborted) throw new Stop(EXIT.INTERRUPTED, "Interrupted.");
  if (code !== 0) throw new Stop(EXIT.CHECK_SAID_NO, `${program} of ${deployment ?? "the endpoint"} said no.`);
}

const ended = (child) =>
  new Promise((resolve) => {
    child.on("error", () => resolve(1)); // an early end is one
    child.on("close", (code) => resolve(code ?? 1));
  });
