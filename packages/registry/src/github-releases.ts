import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type BundleDigests, requireDigests } from "@churn/bundle";
import { PipelineError, RELEASE_FILES } from "@churn/contracts";
import { moveInto, readBytes, temporaryBeside, writeBytes } from "@churn/runtime";
import { z } from "zod";
import type { GithubClient } from "./github-client.ts";
import { unlessStatus } from "./github-error.ts";

const Asset = z.object({ id: z.int(), name: z.string(), size: z.int() });
const Release = z.object({ id: z.int(), draft: z.boolean(), upload_url: z.string(), assets: z.array(Asset) });
type Release = z.infer<typeof Release>;

/** What people read of a release. */
export type Announcement = { readonly tag: string; readonly body: string; readonly commit: string | null };

/** Sends a bundle as a draft, which nobody sees and a process that dies leaves behind; its number. */
export async function draftRelease(client: GithubClient, model: string, folder: string): Promise<number> {
  const name = `${model}: on its way`;
  const draft = await client.post("releases", { tag_name: `${model}-incoming`, name, draft: true }, Release);
  for (const file of RELEASE_FILES) {
    const bytes = new Uint8Array(await readBytes(join(folder, file), "run `npx dvc repro`, which seals it anew"));
    const asset = await uploadAsset(client, draft, file, bytes);
    if (asset.size !== bytes.length)
      throw differs(`${file} arrived with ${asset.size} bytes of ${bytes.length}`, client);
  }
  return draft.id;
}

async function uploadAsset(client: GithubClient, release: Release, name: string, bytes: Uint8Array<ArrayBuffer>) {
  const url = `${release.upload_url.replace(/\{.*$/, "")}?${new URLSearchParams({ name })}`;
  const asset = await client.upload(url, bytes, Asset).catch(unlessStatus(422));
  if (asset) return asset;
  // sent twice: what is there may be cut short
  const { assets } = await client.get(`releases/${release.id}`, Release);
  const there = assets.find((one) => one.name === name);
  if (there) await client.delete(`releases/assets/${there.id}`).catch(unlessStatus(404));
  return client.upload(url, bytes, Asset);
}

/** Makes a draft a release that all see; one that is stays as it is. */
export async function publish(client: GithubClient, id: number, { tag, body, commit }: Announcement): Promise<void> {
  const { draft } = await releaseOf(client, id);
  if (!draft) return;
  const isKnown =
    commit !== null && (await client.get(`git/commits/${commit}`, z.unknown()).catch(unlessStatus(404, 422)));
  const change = { tag_name: tag, name: tag, body, draft: false, make_latest: "false" };
  const patch = (at: object) => client.patch(`releases/${id}`, { ...change, ...at }, Release);
  // a job's own token may put no tag on a commit whose workflow files no branch has; the body names it anyway
  if (!isKnown || !(await patch({ target_commitish: commit }).catch(unlessStatus(403, 404)))) await patch({});
}

/** Whether the release is not there, or lacks a file of the bundle in the folder, or has it in another size. */
export async function isDamaged(client: GithubClient, id: number, folder: string): Promise<boolean> {
  const release = await client.get(`releases/${id}`, Release).catch(unlessStatus(404));
  for (const file of RELEASE_FILES) {
    const { size } = await stat(join(folder, file));
    if (!release?.assets.some((asset) => asset.name === file && asset.size === size)) return true;
  }
  return false;
}

/** Takes away a draft that is not needed. */
export const discard = (client: GithubClient, id: number): Promise<void> =>
  client.delete(`releases/${id}`).catch(unlessStatus(404));

/** Puts the bundle of a release in the place of what is at `into`, once its bytes are those that are expected. */
export async function fetchRelease(
  client: GithubClient,
  id: number,
  into: string,
  expected: BundleDigests & { readonly version: number },
): Promise<void> {
  const { assets } = await releaseOf(client, id);
  const temporary = temporaryBeside(into);
  for (const name of RELEASE_FILES) {
    const asset = assets.find((one) => one.name === name);
    if (!asset) throw differs(`release ${id} has no ${name}`, client);
    const bytes = await client.download(`releases/assets/${asset.id}`);
    if (bytes.length !== asset.size) throw differs(`${name} came with ${bytes.length} bytes of ${asset.size}`, client);
    writeBytes(join(temporary, name), bytes);
  }
  await requireDigests(temporary, expected, { name: `version ${expected.version}`, ...placeOf(client) });
  moveInto(temporary, into);
}

async function releaseOf(client: GithubClient, id: number): Promise<Release> {
  const release = await client.get(`releases/${id}`, Release).catch(unlessStatus(404));
  if (release) return release;
  throw differs(`release ${id}, which holds the bundle, is not there, or this token may not see it`, client);
}

const placeOf = ({ repository }: GithubClient) => ({
  where: `GitHub releases of ${repository}`,
  fix: "run this again; if it stays so, delete that release, and `npm run register` on its commit sends it anew",
});

const differs = (what: string, client: GithubClient): PipelineError =>
  new PipelineError("ARTIFACT_INVALID", { what, ...placeOf(client) });
