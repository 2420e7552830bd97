import { spawn } from "node:child_process";
import { EXIT, Stop } from "../process/stop.mjs";

const ENVIRONMENT = { AZURE_EXTENSION_USE_DYNAMIC_INSTALL: "no", AZURE_CORE_COLLECT_TELEMETRY: "no" };

/**
 * Runs az to its end, logged in or not: {code, output, error}. It has a process group of its own: a signal that ends
 * the step leaves it its time.
 */
export function runAz(args) {
  return new Promise((resolve) => {
    const child = spawn("az", [...args, "--only-show-errors", "--output", "json"], {
      env: { ...process.env, ...ENVIRONMENT },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const said = { output: "", error: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said.output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said.error += text;
    });
    child.on("error", () => resolve({ code: 127, output: "", error: "there is no az here" }));
    child.on("close", (code) => resolve({ code: code ?? 1, ...said }));
  });
}

/** The same for what must end well: what it says, read; undefined where it says nothing. */
export async function mustRunAz(args) {
  return read(args, await runAz(args));
}

export function read(args, { code, output, error }) {
  const command = `az ${args.slice(0, 3).join(" ")}`;
  if (code !== 0) {
    const what = `${command} failed: ${error.trim() || output.trim() || `exit code ${code}`}`;
    throw new Stop(EXIT.MISSING, what, "a role may be missing (infra/README.md); else run the job again");
  }
  if (output.trim() === "") return undefined;
  try {
    return JSON.parse(output);
  } catch {
    throw new Stop(EXIT.MISSING, `${command} answered no JSON: ${output.slice(0, 120)}`);
  }
}
