import { run } from "../process/run.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { which } from "../process/which.mjs";

const MINIMUM_MINOR = 9;
const NAMES = ["python3", "python", "py", ...[14, 13, 12, 11, 10, 9].map((minor) => `python3.${minor}`)];
const PRINT_VERSION = "import sys; print('version %d.%d' % sys.version_info[:2])";

/** The first Python on PATH that DVC can run on. */
export async function findPython(env = process.env) {
  const tooOld = [];
  for (const name of NAMES) {
    const command = which([name], env);
    const version = command && (await versionOf(command, env));
    if (!version) continue;
    if (isRecent(version)) return { command, version };
    tooOld.push(`${name} is ${version}`);
  }
  const found = tooOld.length > 0 ? `only older ones are on PATH (${tooOld.join(", ")})` : "none is on PATH";
  throw new Stop(
    EXIT.MISSING,
    `DVC needs Python 3.${MINIMUM_MINOR} or newer, and ${found}: install it, or uv, or set DVC_BIN to a dvc.`,
  );
}

export async function versionOf(command, env = process.env) {
  const { code, output } = await run(command, ["-c", PRINT_VERSION], { env, quiet: true });
  return code === 0 ? output.match(/version (\d+\.\d+)/)?.[1] : undefined;
}

function isRecent(version) {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor >= MINIMUM_MINOR;
}
