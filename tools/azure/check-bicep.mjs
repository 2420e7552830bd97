import { join } from "node:path";
import { run } from "../process/run.mjs";
import { lockedPython } from "../setup/locked-python.mjs";

/**
 * Reads the Bicep files and parameters of a folder: our own checks, then checkov.
 *
 * @param root - of the project, whose requirements/bicep.txt says with what
 * @returns {Promise<{passed: boolean, output: string}>}
 */
export async function checkBicep(root, { folder = join(root, "infra") } = {}) {
  const python = await lockedPython(root, "bicep", { oldestMinor: 10 });
  const own = [join(root, "tools/azure/bicep/check.py"), folder];
  const checkov = ["-m", "checkov.main", "--config-file", join(folder, "checkov.yaml"), "--directory", folder];
  for (const args of [own, checkov]) {
    const { code, output } = await run(python, ["-B", ...args], { quiet: true });
    if (code !== 0) return { passed: false, output };
  }
  return { passed: true, output: "infra: no finding" };
}
