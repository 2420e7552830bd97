import { spawn } from "node:child_process";
import { once } from "node:events";
import { readText } from "@churn/runtime";

/** `dvc pull` of the pinned table, where a remote is configured. */
export async function dvcPull(): Promise<{ ok: boolean } | undefined> {
  if (!(await hasRemote())) return undefined;
  const child = spawn(process.execPath, ["tools/dvc.mjs", "pull", "data.dvc"], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return { ok: code === 0 };
}

/** Whether .dvc/config or .dvc/config.local names a remote. */
export async function hasRemote(): Promise<boolean> {
  const paths = [".dvc/config", ".dvc/config.local"];
  return (await Promise.all(paths.map((path) => readText(path, "").catch(() => "")))).some(namesRemote);
}

/** Whether a DVC configuration has a section like ['remote "storage"']. */
export const namesRemote = (config: string): boolean => /^\s*\[\s*'?remote\s+"/m.test(config);
