import { run } from "../process/run.mjs";
import { dvcCommand, dvcEnv } from "../setup/dvc.mjs";

export const SETUP = "npm run setup";
export const ok = (text) => ({ state: "ok", text });
export const note = (text, mend) => ({ state: "note", text, mend });
export const broken = (text, mend = SETUP) => ({ state: "broken", text, mend });

export const ask = (root, command, ...args) => run(command, args, { cwd: root, quiet: true });

export function askDvc(root, ...words) {
  const { command, args } = dvcCommand(root);
  return run(command, [...args, ...words], { cwd: root, env: dvcEnv(), quiet: true });
}
