import { z } from "zod";
import { type MlflowClient, Nothing } from "./mlflow-client.ts";
import { unlessErrorCode } from "./mlflow-error.ts";
import { pairs, type Tags } from "./runs.ts";

const Version = z.object({
  version: z.coerce.number().int().positive(),
  source: z.string(),
  tags: z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]),
});
const Page = z.object({ model_versions: z.array(Version).default([]), next_page_token: z.string().optional() });

export type MlflowVersion = { readonly version: number; readonly source: string; readonly tags: Tags };

export async function ensureModel(client: MlflowClient, name: string, description: string): Promise<void> {
  await client
    .post("registered-models/create", { name, description }, Nothing)
    .catch(unlessErrorCode("RESOURCE_ALREADY_EXISTS"));
}

/**
 * Adds a version, whole with its tags. The server gives the next number in a transaction: whoever sees a version sees
 * all before it. Sent twice, it is added twice.
 *
 * @param source - `models:/NAME/VERSION`, or where a run's files are
 */
export async function createVersion(
  client: MlflowClient,
  { runId, tags, ...version }: { name: string; source: string; runId?: string; tags: Tags },
): Promise<void> {
  const body = { ...version, ...(runId && { run_id: runId }), tags: pairs(tags) };
  await client.post("model-versions/create", body, Nothing);
}

/** Ascending; none when there is no model of that name. */
export async function listVersions(client: MlflowClient, name: string): Promise<MlflowVersion[]> {
  const versions: MlflowVersion[] = [];
  let token: string | undefined;
  do {
    const query = { filter: `name='${name}'`, order_by: "version_number ASC", max_results: "1000" };
    const page = await client.get("model-versions/search", { ...query, ...(token && { page_token: token }) }, Page);
    for (const { tags, ...version } of page.model_versions) {
      versions.push({ ...version, tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) });
    }
    token = page.next_page_token;
  } while (token);
  return versions.toSorted((a, b) => a.version - b.version);
}

type Numbered = { name: string; version: number };

export async function setVersionTag(client: MlflowClient, { name, version }: Numbered, key: string, value: string) {
  await client.post("model-versions/set-tag", { name, version: String(version), key, value }, Nothing);
}

export async function setVersionAlias(client: MlflowClient, { name, version }: Numbered, alias: string) {
  await client.post("registered-models/alias", { name, version: String(version), alias }, Nothing);
}
