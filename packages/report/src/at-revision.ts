import { gitOutput } from "@churn/runtime";
import { parse } from "yaml";

/** A file of this folder as it is in a commit, read as YAML, of which JSON is a part; null where there is no such. */
export async function dataAt(revision: string | null, path: string): Promise<unknown> {
  if (revision === null) return null;
  try {
    return parse((await gitOutput("show", `${revision}:./${path}`)) ?? "null");
  } catch {
    return null;
  }
}

/**
 * The commit that a revision names and what to call it. Before the first push that is the present one; null where git
 * has none of that name, as after a push that put other commits in the place of the last.
 */
export async function baseOf(revision: string): Promise<{ commit: string | null; name: string }> {
  if (/^0+$/.test(revision)) return { commit: "HEAD", name: "this commit" };
  const commit = await gitOutput("rev-parse", "--verify", "-q", `${revision}^{commit}`);
  const isNamed = !/[\^~]|^[0-9a-f]{40}$/.test(revision);
  if (!commit) return { commit, name: isNamed ? revision : "the commit before" };
  return { commit, name: isNamed ? revision : commit.slice(0, 8) };
}
