import { EXIT, type Stop } from "@churn/tools/process/stop.mjs";
import { root } from "@churn/tools/project.mjs";
import { lockedPython } from "@churn/tools/setup/locked-python.mjs";

/** A Python with what requirements/NAME.txt locks; undefined where there is none, or its packages are out of reach. */
export const lockedPythonFor = (name: string, oldestMinor: number): Promise<string | undefined> =>
  unlessMissing(lockedPython(root, name, { oldestMinor }));

/** Undefined where what it needs can't be had here; every other failure stays one. */
export const unlessMissing = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((stop: Stop) => {
    if (stop.exitCode !== EXIT.MISSING) throw stop;
    return undefined;
  });
