import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../process/run.mjs";
import { hasBinding, tfjsFolder } from "./binding-files.mjs";
import { showGrowth } from "./show-growth.mjs";

const PROBE_MS = 4_000;
const LIMIT_MS = 10 * 60_000;

/** tfjs-node's own installer, which install scripts being off kept from running: it downloads libtensorflow. */
export async function fromOfficialDownload({ root, env, say }) {
  const folder = tfjsFolder(root);
  const manifest = join(folder, "package.json");
  const before = readFileSync(manifest, "utf8");
  const { host } = JSON.parse(before).binary;
  if (!(await isReachable(host, env))) return "host not reachable";
  say("tfjs-node's own installer downloads libtensorflow, about 100 MB");
  const path = [join(root, "node_modules", ".bin"), env.PATH].join(delimiter);
  const install = () =>
    run(process.execPath, ["scripts/install.js"], {
      cwd: folder,
      env: { ...env, PATH: path },
      quiet: true,
      timeoutMs: LIMIT_MS,
    });
  const { code } = await showGrowth(join(folder, "deps"), say, install);
  writeFileSync(manifest, before); // the installer edits it, and leaves it so when it is interrupted
  if (code !== 0 || !hasBinding(folder)) return `its installer ended with exit code ${code}`;
}

async function isReachable(host, env) {
  if (env.HTTPS_PROXY || env.https_proxy) return true; // the installer knows proxies, fetch does not
  try {
    await fetch(host, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}
