import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError, RELEASE_FILES } from "@churn/contracts";
import { type BundleDigests, bundleDigests } from "./bundle-digests.ts";

const MEND = "restore it from a copy, or run `npx dvc repro` and register it anew";

/**
 * @param origin - for the message, where the folder is only a place on the way
 * @throws PipelineError ARTIFACT_INVALID when the folder holds another bundle, ARTIFACT_MISSING when one is not whole
 */
export async function requireDigests(
  folder: string,
  expected: BundleDigests,
  { name, where, fix }: { name: string; where: string; fix: string } = { name: folder, where: folder, fix: MEND },
): Promise<void> {
  const found = await bundleDigests(folder);
  if (found.modelDigest === expected.modelDigest && found.releaseDigest === expected.releaseDigest) return;
  const kind = found.modelDigest === expected.modelDigest ? "releaseDigest" : "modelDigest";
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${name} holds other bytes than were registered: its ${kind} is ${found[kind]}, expected ${expected[kind]}`,
    where,
    fix,
  });
}

/** Copies the files of a bundle, after looking that they are the ones that are expected, and looks at the copy too. */
export async function copyBundle(from: string, to: string, expected: BundleDigests): Promise<void> {
  await requireDigests(from, expected);
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const name of RELEASE_FILES) await copyFile(join(from, name), join(to, name));
  await requireDigests(to, expected);
}
