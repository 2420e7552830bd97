import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lineage, METRIC_NAMES, PipelineError } from "@churn/contracts";
import type { ModelVersion } from "@churn/registry";
import { CheckFailed, environmentWith, gitOutput, hashFile, log, readJson } from "@churn/runtime";
import { z } from "zod";

/** By how much a metric may differ on another CPU or backend, where training sums in another order. */
const METRIC_TOLERANCE = 0.01;

/** What counts of a lineage; the commit's own may know less or more than today's. */
const Rebuilt = z.object({
  modelDigest: Lineage.shape.modelDigest,
  metrics: z.record(z.string(), z.number().nullable()),
  backend: z.string(),
  machine: z.object({ platform: z.string(), flags: z.array(z.string()).default([]) }),
});
export type Rebuilt = z.infer<typeof Rebuilt>;

/**
 * Makes a version anew: its commit, cloned into the system's temp folder, set up by that commit's own script, its
 * data, its pipeline. The clone stays when another model came out.
 *
 * @returns what came out, in words
 * @throws PipelineError ARTIFACT_INVALID for a version that no commit and pin name, UNREACHABLE when a step fails
 * @throws CheckFailed when another model came out
 */
export async function reproduce({ version }: ModelVersion, lineage: Lineage): Promise<string> {
  const commit = requireReproducible(version, lineage);
  const folder = await mkdtemp(join(tmpdir(), "churn-reproduce-"));
  const [top, place] = [await gitOutput("rev-parse", "--show-toplevel"), await gitOutput("rev-parse", "--show-prefix")];
  await step(["git", "clone", "-q", "--no-checkout", top ?? ".", folder], ".");
  await step(["git", "checkout", "-q", "--detach", commit], folder);
  const project = join(folder, place ?? "");
  await bringTable(lineage.data.md5, project);
  await writeFile(join(project, "champion.json"), '{ "champion": null }\n'); // it takes no part in the model
  await step(["npm", "run", "--silent", "setup"], project);
  const variables = { TFJS_BACKEND: lineage.backend, MLFLOW_TRACKING_URI: "" }; // of a try, nothing is logged
  await step([process.execPath, "tools/dvc.mjs", "repro", "--force"], project, variables);
  const found = await readJson(join(project, "models/churn/lineage.json"), Rebuilt, "run `npx dvc repro` there");
  const { same, text } = verdict(lineage, found);
  if (!same) throw new CheckFailed(`version ${version} was not reproduced: ${text}; see ${project}`);
  await rm(folder, { recursive: true, force: true });
  return `version ${version} is reproduced: ${text}`;
}

function requireReproducible(version: number, { git, data }: Lineage): string {
  const faults = [
    ...(git.commit === null || git.dirty ? ["it was made of files that no commit holds"] : []),
    ...(data.pinned ? [] : ["it was trained on a table that data.dvc did not pin"]),
  ];
  if (git.commit !== null && faults.length === 0) return git.commit;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `version ${version} can't be reproduced: ${faults.join(", and ")}`,
    where: "its lineage",
    fix: "commit first, then train and register: that version can be",
  });
}

/** The same bytes, or on another machine the same quality. */
export function verdict(was: Pick<Lineage, keyof Rebuilt>, is: Rebuilt): { same: boolean; text: string } {
  if (is.modelDigest === was.modelDigest) return { same: true, text: `the same model digest, ${is.modelDigest}` };
  const kind = ({ backend, machine: { platform, flags } }: Rebuilt) => [backend, platform, ...flags].join(" ");
  const digests = `its model digest is ${is.modelDigest}, was ${was.modelDigest}`;
  if (kind(is) === kind(was)) return { same: false, text: `${digests}, on the same backend and kind of CPU` };
  const apart = METRIC_NAMES.filter((name) => {
    const [one, other] = [was.metrics[name], is.metrics[name]];
    return !(one === other || Math.abs(Number(one ?? Number.NaN) - Number(other ?? Number.NaN)) <= METRIC_TOLERANCE);
  });
  const another = `${digests}, on another backend or kind of CPU`;
  if (apart.length === 0) return { same: true, text: `${another}; every metric agrees within ${METRIC_TOLERANCE}` };
  const values = apart.map((name) => `${name} ${is.metrics[name] ?? "none"}, was ${was.metrics[name] ?? "none"}`);
  return { same: false, text: `${another}; ${values.join("; ")}` };
}

/** Takes the table from here or from DVC's cache, where one is; else the commit's own set-up fetches or makes it. */
async function bringTable(md5: string, project: string): Promise<void> {
  for (const path of ["data/customers.csv", join(".dvc/cache/files/md5", md5.slice(0, 2), md5.slice(2))]) {
    if ((await hashFile(path, "md5").catch(() => undefined)) !== md5) continue;
    await mkdir(join(project, "data"), { recursive: true });
    return cp(path, join(project, "data/customers.csv"));
  }
}

function step([program, ...args]: string[], cwd: string, variables: Record<string, string> = {}): Promise<void> {
  const line = [program === process.execPath ? "node" : program, ...args].join(" ");
  log(`> ${line}`);
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32" && program === "npm";
    const child = spawn(program as string, args, { cwd, stdio: "inherit", shell, env: environmentWith(variables) });
    child.on("error", (cause) => end(cause.message, cause)).on("exit", (code) => end(`exit code ${code}`, code));
    const end = (why: string, cause: unknown) => {
      if (cause === 0) return resolve();
      const what = `\`${line}\` did not end well (${why}); its message is above`;
      reject(new PipelineError("UNREACHABLE", { what, where: cwd, fix: "mend what it says, or run it there", cause }));
    };
  });
}
