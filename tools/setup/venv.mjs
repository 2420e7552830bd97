import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { step, tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { which } from "../process/which.mjs";
import { venvPython } from "./dvc.mjs";
import { findPython } from "./python.mjs";

const UV_VENV = ["venv", "--quiet", "--allow-existing", "--seed", "--python", ">=3.9", ".venv"];

/** The project's own Python in .venv, by uv where it is on PATH, in place of a broken, moved or outdated one. */
export async function makeVenv(root, env = process.env) {
  const folder = join(root, ".venv");
  if (existsSync(folder) && !readStamp(folder)) {
    throw new Stop(
      EXIT.WRONG_USE,
      `${folder} was not made by this project, and the DVC that requirements/dvc.txt names is not in it.`,
      "move it away and run `npm run setup`, or set DVC_BIN to a dvc of your own",
    );
  }
  const uv = which(["uv"], env);
  const python = uv ? undefined : await findPython(env);
  await step("Python", `making .venv with ${uv ? "uv" : `${python.command} (${python.version})`}`, async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeStamp(folder, { requirements: "unfinished" });
    const [command, args] = uv ? [uv, UV_VENV] : [python.command, ["-m", "venv", ".venv"]];
    const { code, output } = await run(command, args, { cwd: root, quiet: true });
    if (code === 0) return "made";
    const what = `${command} could not make ${folder}:\n${tail(output)}`;
    throw new Stop(EXIT.MISSING, what, "mend that, then run `npm run setup` again");
  });
}

/** Ready means: Python starts, the pinned DVC is in it, nothing was left half-way, and the folder was not moved. */
export async function isVenvReady(root) {
  const stamp = readStamp(join(root, ".venv"));
  if (stamp && JSON.stringify(stamp) !== JSON.stringify(stampOf(root))) return false;
  if (!existsSync(venvPython(root))) return false;
  const ask = "from importlib.metadata import version; print(version('dvc'))";
  const { code, output } = await run(venvPython(root), ["-c", ask], { quiet: true });
  return code === 0 && output.trim() === pinnedVersion(root);
}

/** Says that .venv holds all that the lock names. */
export const finishVenv = (root) => writeStamp(join(root, ".venv"), stampOf(root));

export const pinnedVersion = (root) =>
  readLock(root)
    .toString()
    .match(/^dvc==(\S+)/m)[1];

const readLock = (root) => readFileSync(join(root, "requirements", "dvc.txt"));

const stampOf = (root) => ({
  requirements: createHash("sha256").update(readLock(root)).digest("hex"),
  folder: join(root, ".venv"),
});

const stampPath = (folder) => join(folder, "churn-starter.json");

const writeStamp = (folder, stamp) => writeFileSync(stampPath(folder), `${JSON.stringify(stamp)}\n`);

function readStamp(folder) {
  try {
    return JSON.parse(readFileSync(stampPath(folder), "utf8"));
  } catch {
    return undefined;
  }
}
