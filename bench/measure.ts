import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, root } from "@churn/tools/project.mjs";
import { lockedPython } from "@churn/tools/setup/locked-python.mjs";
import { dayOf, makeTable } from "@churn/warehouse";

export const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const python: string = await lockedPython(root, "bench", { oldestMinor: 11 });

/** A folder for one benchmark, where no model is in production. */
export function makeWork(): string {
  const work = mkdtempSync(join(tmpdir(), "churn-bench-"));
  writeFileSync(join(work, "champion.json"), '{"champion": null}\n');
  return work;
}

/** What one process took: wall and CPU seconds, and its peak resident memory in MiB. */
export type Cost = { seconds: number; cpuSeconds: number; peakMib: number };

/**
 * @param folder - where the command runs
 * @throws Error with what the command printed, when it fails
 */
export function measure(command: readonly string[], folder: string): Cost {
  const printed = execFileSync(python, [here("measure.py"), ...command], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { exitCode, ...cost } = JSON.parse(printed.toString());
  if (exitCode !== 0) throw new Error(`exit code ${exitCode} of ${command.join(" ")}`);
  return cost;
}

/** A stage program of the project, as dvc.yaml calls it, on other files. */
export function stage(name: string, params: string, inputs: Record<string, string>, outputs: Record<string, string>) {
  const program = { validate: "preprocess", preprocess: "preprocess", train: "train", evaluate: "evaluate" }[name];
  const places = (flag: string, paths: Record<string, string>) =>
    Object.entries(paths).flatMap(([key, path]) => [flag, `${key}=${path}`]);
  return [
    process.execPath,
    "--import",
    import.meta.resolve("tsx/esm"),
    join(root, `packages/${program}/src/${name}.cli.ts`),
    "--params",
    params,
    ...places("--in", inputs),
    ...places("--out", outputs),
  ];
}

/** A table of the simulated business; made once. */
export async function simulatedTable(rows: number): Promise<string> {
  const path = join(cacheFolder(root), "bench", `customers-${rows}.csv`);
  if (existsSync(path)) return path;
  console.log(`making a table of ${rows.toLocaleString("en-US")} customers`);
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  await makeTable(unfinished, { seed: 42, rows, drift: false }, dayOf("2026-06-30"));
  renameSync(unfinished, path);
  return path;
}
