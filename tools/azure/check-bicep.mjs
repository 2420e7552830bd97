import { join } from "node:path";
import { run } from "../process/run.mjs";
import { lockedPython } from "../setup/locked-python.mjs";

/** The Bicep files and parameters of a folder: our own checks, then checkov. True where neither found anything. */
export async function checkBicep(root, folder = join(root, "infra")) {
  const python = await lockedPython(root, "bicep", { oldestMinor: 10 });
  const own = await run(python, ["-B", join(root, "tools/azure/bicep/check.py"), folder]);
  if (own.code !== 0) return false;
  const config = ["--config-file", join(folder, "checkov.yaml")];
  const { code } = await run(python, ["-m", "checkov.main", ...config, "--directory", folder]);
  return code === 0;
}
