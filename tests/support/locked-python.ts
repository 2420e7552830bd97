import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { projectFile } from "./project-file.ts";

/** A Python with what requirements/NAME.txt locks; undefined where it can't be had. */
export function lockedPythonFor(name: string, oldestMinor: number): string | undefined {
  const tool = JSON.stringify(pathToFileURL(projectFile("tools/setup/locked-python.mjs")).href);
  const script = `const { lockedPython } = await import(${tool});
    console.log("python:" + (await lockedPython(process.argv[1], ${JSON.stringify(name)}, { oldestMinor: ${oldestMinor} })));`;
  const args = ["--input-type=module", "--eval", script, projectFile("")];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout.match(/^python:(.+)$/m)?.[1];
}
