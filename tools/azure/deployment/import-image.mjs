import { mustAz } from "../az.mjs";
import { withSecretFile } from "../secret-file.mjs";
import { registryName, setting } from "../settings.mjs";

/** Brings an image of the repository's own container registry into Azure's, the same bytes. */
export const importImage = (source, as) =>
  withSecretFile(setting("GITHUB_TOKEN"), (password) => {
    const from = ["--source", source, "--username", setting("GITHUB_ACTOR"), "--password", password];
    return mustAz(["acr", "import", "--name", registryName(), ...from, ...as]);
  });
