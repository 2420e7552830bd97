import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, Stop } from "../process/stop.mjs";

const PATIENCE_MS = 10_000;

/** Stops where DVC's remote has an address of its own that nothing answers at: DVC itself would try for minutes. */
export async function requireRemote(root, words, { env = process.env, timeoutMs = PATIENCE_MS } = {}) {
  const settings = remoteSettings(root);
  const named = words.find((_, i) => ["-r", "--remote"].includes(words[i - 1])) ?? settings.core?.remote;
  const address = settings[`remote "${named}"`]?.endpointurl;
  const goesThroughProxy = ["http_proxy", "https_proxy", "all_proxy"].some(
    (name) => env[name] ?? env[name.toUpperCase()],
  );
  if (!address || goesThroughProxy) return;
  const why = await silence(address, timeoutMs);
  if (!why) return;
  throw new Stop(
    EXIT.MISSING,
    `The DVC remote ${named} does not answer at ${address}: ${why}. Nothing was touched.`,
    `start that server, or correct its address: npx dvc remote modify ${named} endpointurl URL`,
  );
}

/** Why nothing answers there; any answer will do, and what only this program can't read is none of its business. */
async function silence(address, timeoutMs) {
  try {
    await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
  } catch ({ name, cause }) {
    if (name === "TimeoutError") return `nothing came within ${timeoutMs / 1000} s`;
    if (/^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|UND_ERR_CONNECT)/.test(cause?.code)) return cause.code;
  }
}

/** The sections of .dvc/config and .dvc/config.local, which goes before. */
function remoteSettings(root) {
  const sections = {};
  for (const path of ["config", "config.local"].map((name) => join(root, ".dvc", name))) {
    let section = {};
    for (const line of existsSync(path) ? readFileSync(path, "utf8").split("\n") : []) {
      const name = /^\s*\[\s*'?(.+?)'?\s*\]/.exec(line)?.[1];
      const [, key, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (name) section = sections[name] ??= {};
      else if (key) section[key] = value;
    }
  }
  return sections;
}
