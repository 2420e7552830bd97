import { join } from "node:path";
import { type Bundle, readBundle } from "@churn/bundle";
import { Golden, Reference } from "@churn/contracts";
import { findVersion, openRegistry, versionNumber, withBundle } from "@churn/registry";
import { readJson } from "@churn/runtime";

/** Which model a service should answer with; `version` beside `bundle`: under which number it goes there. */
export type Named = { readonly alias: string; readonly version?: string; readonly bundle?: string };

/** What is known of it, from the registry and not from the service. */
export type ExpectedModel = Pick<Bundle, "folder" | "signature" | "modelDigest"> & {
  /** Undefined for a bundle without a number. */
  readonly version: number | undefined;
  readonly golden: Golden;
  readonly reference: Reference;
};

/** Brings the bundle, and takes it away after the work. */
export async function withExpectedModel<T>(named: Named, work: (expected: ExpectedModel) => Promise<T>): Promise<T> {
  if (named.bundle !== undefined) {
    return work(await expectedIn(named.bundle, named.version === undefined ? undefined : versionNumber(named.version)));
  }
  const registry = openRegistry();
  const { version } = await findVersion(registry, named.version ?? named.alias);
  return withBundle(registry, version, async (folder) => work(await expectedIn(folder, version)));
}

export async function expectedIn(folder: string, version: number | undefined): Promise<ExpectedModel> {
  const { signature, modelDigest } = await readBundle(folder);
  const fix = "name another bundle";
  const golden = await readJson(join(folder, "golden.json"), Golden, fix);
  const reference = await readJson(join(folder, "reference.json"), Reference, fix);
  return { folder, signature, modelDigest, version, golden, reference };
}
