import { fileURLToPath } from "node:url";
import { run } from "../process/run.mjs";
import { lockedPython } from "../setup/locked-python.mjs";

const validator = fileURLToPath(new URL("azureml-validate.py", import.meta.url));

/**
 * Reads every Azure ML YAML of a folder as `az ml` would, and what `az ml` leaves to the service.
 *
 * @param root - of the project, whose requirements/azureml.txt says which SDK
 * @param overrides - of pipeline jobs, as `--set` takes them
 * @returns {Promise<{passed: boolean, output: string}>}
 */
export async function checkYaml(root, { folder = root, overrides = {} } = {}) {
  const python = await lockedPython(root, "azureml", { oldestMinor: 10 });
  const set = Object.entries(overrides).map(([key, value]) => `${key}=${value}`);
  const args = [validator, folder, ...(set.length > 0 ? ["--set", ...set] : [])];
  const { code, output } = await run(python, args, { quiet: true });
  return { passed: code === 0, output };
}
