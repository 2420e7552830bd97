import { join } from "node:path";
import { run } from "../process/run.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { which } from "../process/which.mjs";
import { lockedPython } from "../setup/locked-python.mjs";

const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** From PATH, else by Go, which GitHub's runners have. Elsewhere it may be left out, in CI not. */
export async function runActionlint(root, files, env = process.env) {
  const go = which(["go"], env);
  const here = which(["actionlint"], env);
  const [command, ...args] = here ? [here] : go ? [go, "run", ACTIONLINT] : [];
  if (!command) {
    const what = "actionlint is not here, and neither is Go, which would bring it";
    if (env.CI) throw new Stop(EXIT.MISSING, `${what}.`, "take a runner that has Go");
    console.log(`${what}: left out.\n  mend:  install Go, or go install ${ACTIONLINT}`);
    return true;
  }
  const workflows = files.filter(({ isAction }) => !isAction).map(({ path }) => path);
  const { code } = await run(command, [...args, "-no-color", ...workflows], { cwd: root });
  return code === 0;
}

/** The pinned one, offline: it asks nobody and sends nothing. */
export async function runZizmor(root) {
  const python = await lockedPython(root, "workflows", { oldestMinor: 11 });
  const args = ["--offline", "--persona", "auditor", "--no-progress", "--quiet", "."];
  const { code } = await run(join(python, "..", "zizmor"), args, { cwd: root });
  return code === 0;
}
