import { join } from "node:path";
import { run } from "../process/run.mjs";
import { which } from "../process/which.mjs";
import { venvPython } from "./dvc.mjs";

/** The uv on PATH, or one that pip puts into .venv and that is told which index pip uses; undefined: neither. */
export async function findUv(root, env) {
  const installed = which(["uv"], env);
  if (installed) return { command: installed, env };
  const pip = (...args) =>
    run(venvPython(root), ["-m", "pip", ...args], { cwd: root, env: { ...env, PIP_USER: "0" }, quiet: true });
  const quietly = ["--quiet", "--no-input", "--disable-pip-version-check"];
  const { code } = await pip("install", ...quietly, "--require-hashes", "-r", "requirements/uv.txt");
  if (code !== 0) return undefined;
  const { output } = await pip("config", "list");
  return { command: join(venvPython(root), "..", "uv"), env: { ...pipSettingsForUv(output), ...env } };
}

/** uv does not read pip's settings: the two that decide whether an index can be reached, under uv's names. */
export function pipSettingsForUv(pipConfigList) {
  const setting = (name) => pipConfigList.match(new RegExp(`\\.${name}='([^']+)'`))?.[1];
  const [index, certificate] = [setting("index-url"), setting("cert")];
  return { ...(index && { UV_DEFAULT_INDEX: index }), ...(certificate && { SSL_CERT_FILE: certificate }) };
}
