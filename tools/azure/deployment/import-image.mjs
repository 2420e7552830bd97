import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustAz } from "../az.mjs";
import { registryName, setting } from "../settings.mjs";

/** Brings an image of the repository's own container registry into Azure's, the same bytes. */
export async function importImage(source, as) {
  const folder = mkdtempSync(join(tmpdir(), "churn-azure-"));
  const file = join(folder, "token");
  try {
    // az reads what stands behind @ from the file: arguments can be seen by every process
    writeFileSync(file, setting("GITHUB_TOKEN"), { mode: 0o600 });
    const from = ["--source", source, "--username", setting("GITHUB_ACTOR"), "--password", `@${file}`];
    await mustAz(["acr", "import", "--name", registryName(), ...from, ...as]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
