import { spawnSync } from "node:child_process";
import { EXIT, Stop } from "../process/stop.mjs";

/**
 * Runs docker to its end: {code, output, error}.
 *
 * @param options.input - what it reads
 * @param options.shown - its output is for people, and not collected
 */
export function docker(args, { input, shown = false } = {}) {
  const stdio = ["pipe", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"];
  const { status, stdout, stderr } = spawnSync("docker", args, { input, stdio, encoding: "utf8" });
  return { code: status ?? 127, output: (stdout ?? "").trim(), error: (stderr ?? "").trim() };
}

/** The same, for what must end well. */
export function mustDocker(args, options) {
  const { code, output, error } = docker(args, options);
  if (code === 0) return output;
  const said = error || output || `exit code ${code}`;
  throw new Stop(EXIT.MISSING, `docker ${args.slice(0, 3).join(" ")} failed: ${said}`, "run the job again");
}
