import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { megabytes } from "../process/step.mjs";
import { Stop } from "../process/stop.mjs";
import { venvPython } from "./dvc.mjs";
import { findPython } from "./python.mjs";
import { showGrowth } from "./show-growth.mjs";

const WHEELS = { x64: { machine: "x86_64", bytes: 231_826_663 }, arm64: { machine: "aarch64", bytes: 241_696_039 } };
const TARGET = "--python-version 3.11 --implementation cp --abi cp311 --platform";
const WHAT = "--require-hashes --no-deps --only-binary=:all: -r requirements/libtensorflow.txt -d";
const QUIETLY = "--no-input --no-cache-dir --progress-bar off --disable-pip-version-check";

export const LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const HEADERS = ["include/tensorflow/c/", "include/tensorflow/tsl/", "include/tensorflow/core/platform/"];

/** The wheel for this machine, or the reason why there is none. */
export function wheelHere() {
  const wheel = process.platform === "linux" ? WHEELS[process.arch] : undefined;
  if (!wheel) return { reason: `there is none for ${process.platform} ${process.arch}` };
  return process.report.getReport().header.glibcVersionRuntime ? { wheel } : { reason: "it needs glibc" };
}

/** By pip, which knows the package index that this machine uses, and which checks the hash. */
export async function downloadWheel({ root, env, say }, { machine, bytes }, folder) {
  const python = await pythonWithPip(root, env);
  if (!python) return { code: 1, output: "no Python 3.9 or newer to download it with" };
  say(`downloading TensorFlow's wheel, ${megabytes(bytes)}`);
  const index = env.PIP_INDEX_URL ?? env.UV_DEFAULT_INDEX ?? env.UV_INDEX_URL;
  const pipEnv = { ...env, TMPDIR: folder, ...(index && { PIP_INDEX_URL: index }) };
  const target = [...TARGET.split(" "), `manylinux2014_${machine}`];
  const args = ["-m", "pip", "download", ...QUIETLY.split(" "), ...target, ...WHAT.split(" "), folder];
  return showGrowth(folder, say, () => run(python, args, { cwd: root, env: pipEnv, quiet: true }), bytes);
}

async function pythonWithPip(root, env) {
  if (!env.DVC_BIN && existsSync(venvPython(root))) return venvPython(root);
  try {
    return (await findPython(env)).command;
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

const UNPACK = `
import sys, zipfile
wheel, folder, *members = sys.argv[1:]
archive = zipfile.ZipFile(wheel)
archive.extractall(folder, [name for name in archive.namelist() if name.startswith(tuple(members))])
`;

/** The libraries into deps/lib, where tfjs-node looks for them, and the headers into tensorflow/include. */
export async function unpackWheel({ root, env }, folder) {
  const wheel = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".whl")),
  );
  const members = [...LIBRARIES, ...HEADERS].map((member) => `tensorflow/${member}`);
  const python = await pythonWithPip(root, env);
  const result = await run(python, ["-c", UNPACK, wheel, folder, ...members], { quiet: true });
  if (result.code !== 0) return result;
  rmSync(wheel);
  const libraries = join(folder, "deps", "lib");
  mkdirSync(libraries, { recursive: true });
  for (const name of LIBRARIES) renameSync(join(folder, "tensorflow", name), join(libraries, name));
  return result;
}
