import { gitOutput } from "@churn/runtime";
import { parse } from "yaml";

/** A file of this folder as it is in a commit; null where that has none, or there is no such commit. */
export const textAt = (revision: string, path: string): Promise<string | null> =>
  gitOutput("show", `${revision}:./${path}`);

/** The same, read as YAML, of which JSON is a part; null also when it is neither. */
export async function dataAt(revision: string, path: string): Promise<unknown> {
  try {
    return parse((await textAt(revision, path)) ?? "null");
  } catch {
    return null;
  }
}

/** The commit that a revision names and what to call it; where it names none, as before the first push, the present one. */
export async function baseOf(revision: string): Promise<{ commit: string; name: string }> {
  const commit = await gitOutput("rev-parse", "--verify", "-q", `${revision}^{commit}`);
  if (!commit) return { commit: "HEAD", name: "this commit" };
  return { commit, name: /[\^~]|^[0-9a-f]{40}$/.test(revision) ? commit.slice(0, 8) : revision };
}
