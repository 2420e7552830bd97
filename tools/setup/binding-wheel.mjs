import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { megabytes, seconds, tail } from "../process/step.mjs";
import { which } from "../process/which.mjs";
import { fillCache, fromCache } from "./binding-cache.mjs";
import { tfjsFolder } from "./binding-files.mjs";
import { sizeOf } from "./show-growth.mjs";
import { downloadWheel, LIBRARIES, unpackWheel, wheelHere } from "./wheel.mjs";

const COMPILERS = ["g++", "c++", "clang++"];
const FLAGS = "-w -std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=8 -Wl,-rpath,$ORIGIN/../../deps/lib".split(" ");

/** libtensorflow out of TensorFlow's Python wheel, and tfjs-node's own sources compiled against it. */
export async function fromWheel(context) {
  const { root, env, say, cache } = context;
  const { wheel, reason } = wheelHere();
  if (!wheel) return reason;
  const compiler = which([env.CXX, ...COMPILERS].filter(Boolean), env);
  if (!compiler) return "no C++ compiler: install g++";
  const failure = await fillCache(cache, (folder) =>
    firstFailure(say, {
      downloaded: () => downloadWheel(context, wheel, folder),
      unpacked: () => unpackWheel(context, folder),
      compiled: () => compile(root, compiler, folder),
    }),
  );
  if (failure) return failure;
  say(`kept in ${cache} (${megabytes(sizeOf(cache))}) for the next time`);
  return fromCache(context);
}

async function firstFailure(say, works) {
  for (const [done, work] of Object.entries(works)) {
    const start = performance.now();
    const { code, output } = await work();
    if (code !== 0) return `not ${done}:\n${tail(output, 4)}\n`;
    say(`${done} in ${seconds(performance.now() - start)}`);
  }
}

async function compile(root, compiler, folder) {
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(tfjsFolder(root), "binding", name));
  const headers = [join(root, "node_modules", "node-api-headers", "include"), join(folder, "tensorflow", "include")];
  const libraries = [`-L${join(folder, "deps", "lib")}`, ...LIBRARIES.map((name) => `-l:${name}`)];
  const out = join(folder, "lib", "napi-v8");
  mkdirSync(out, { recursive: true });
  const args = [...FLAGS, ...headers.map((path) => `-I${path}`), ...sources, "-o", join(out, "tfjs_binding.node")];
  const result = await run(compiler, [...args, ...libraries], { quiet: true });
  rmSync(join(folder, "tensorflow"), { recursive: true });
  return result;
}
