// Stands for docker and a container registry: FOLDER COMMAND…; what it knows is FOLDER/state.json. Run in the project,
// an image is the real service with the bundle inside; elsewhere a server that is ready.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const [folder, ...args] = process.argv.slice(2);
const path = join(folder, "state.json");
const empty = { tags: {}, images: {}, containers: [], lies: {} };
const state = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : empty;
const value = (flag) => args[args.indexOf(flag) + 1];
const values = (flag) => args.flatMap((arg, i) => (args[i - 1] === flag ? [arg.split(/=(.*)/s)] : []));
const plain = (reference) => reference.replace(/^.*[@:](?=sha256:|[\w.-]+$)/, "").replace(/^.*@/, "");
const digestOf = (reference) => (reference.includes("@") ? reference.split("@")[1] : state.tags[plain(reference)]);

const commands = {
  login: () => readFileSync(0, "utf8"),
  "buildx create": () => "builder",
  "buildx build": build,
  "buildx imagetools create": () => {
    state.tags[plain(value("--tag"))] = known(args.at(-1));
  },
  "buildx imagetools inspect": () => {
    const digest = known(args[3]);
    return JSON.stringify({ manifest: { digest }, image: { config: { Labels: state.images[digest] } } });
  },
  run,
  port: () => `127.0.0.1:${state.containers[args[1]].port}`,
  logs: () => readFileSync(join(folder, `log-${args.at(-1)}`), "utf8"),
};

appendFileSync(join(folder, "asked"), `${args.join(" ")}\n`);
const name = Object.keys(commands).find((one) => `${args.join(" ")} `.startsWith(`${one} `));
process.stdout.write(`${(await commands[name]()) ?? ""}\n`);
writeFileSync(path, JSON.stringify(state));

function known(reference) {
  const digest = digestOf(reference);
  if (digest in state.images) return digest;
  process.stderr.write(`ERROR: ${reference}: ${state.absent ?? "not found"}\n`);
  process.exit(1);
}

function build() {
  if (!args.includes("--build-context")) return; // one that is not run here
  const { MODEL_VERSION, MODEL_DIGEST, REVISION } = Object.fromEntries(values("--build-arg"));
  const labels = {
    "churn.model.version": MODEL_VERSION,
    "churn.model.digest": MODEL_DIGEST,
    "org.opencontainers.image.revision": REVISION,
  };
  const hash = createHash("sha256").update(JSON.stringify(labels)).digest("hex");
  const { bundle } = Object.fromEntries(values("--build-context"));
  cpSync(bundle, join(folder, hash), { recursive: true });
  state.images[`sha256:${hash}`] = labels;
  writeFileSync(value("--metadata-file"), JSON.stringify({ "containerimage.digest": `sha256:${hash}` }));
}

/** `lies`: by tag, the version that the service calls itself, in the place of its own. */
async function run() {
  const digest = known(args.at(-1));
  const version = state.lies[`${plain(args.at(-1))} ${state.images[digest]["churn.model.version"]}`];
  const port = await freePort();
  const id = String(state.containers.length);
  const log = openSync(join(folder, `log-${id}`), "w");
  const model = [
    "--bundle",
    join(folder, digest.slice(7)),
    "--version",
    version ?? state.images[digest]["churn.model.version"],
  ];
  const program = "packages/serve/src/serve.cli.ts";
  const service = ["--import", "tsx/esm", program, "--host", "127.0.0.1", "--port", String(port), ...model];
  const server = [
    "-e",
    `require("http").createServer((_, answer) => answer.end("ready")).listen(${port}, "127.0.0.1")`,
  ];
  const child = spawn(process.execPath, existsSync(program) ? service : server, {
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  state.containers.push({ port, pid: child.pid });
  return id;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
