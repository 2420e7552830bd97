import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root as projectRoot } from "../project.mjs";

/** How to call DVC: DVC_BIN, else the project's own through its Python, which no moved folder breaks; else undefined. */
export function dvcCommand(root = projectRoot, env = process.env) {
  if (env.DVC_BIN) return { command: env.DVC_BIN, args: [] };
  const python = venvPython(root);
  return existsSync(python) ? { command: python, args: ["-m", "dvc"] } : undefined;
}

export const venvPython = (root) =>
  process.platform === "win32" ? join(root, ".venv", "Scripts", "python.exe") : join(root, ".venv", "bin", "python");

/** The stages call `node`: it shall be this one, whatever comes first on PATH. */
export const dvcEnv = (env = process.env) => ({
  ...env,
  PATH: [dirname(process.execPath), env.PATH].join(delimiter),
  DVC_NO_ANALYTICS: "1",
});
