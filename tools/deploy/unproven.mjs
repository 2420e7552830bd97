import { otherModel } from "./registered.mjs";

/**
 * Why production may not take a version; undefined where it may.
 *
 * @param proven - the image under the version's own tag, which it gets when it bore the soak
 * @param staging - the image under the tag `staging`
 * @param made - the digest that this run made, if it made one
 */
export function unproven({ version, made, proven, staging }, models) {
  if (!proven) return `staging has not proved version ${version}`;
  if (made && proven.digest !== made) return `staging proved ${proven.digest}, and this run made ${made}`;
  if (staging?.digest !== proven.digest) {
    return `staging proved ${proven.digest} to be version ${version}, but holds ${staging?.digest ?? "nothing"} now`;
  }
  if (proven.version !== version) return `the image of version ${version} holds version ${proven.version}`;
  return otherModel(proven, "staging", models);
}
