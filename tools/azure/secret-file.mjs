import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Lends a secret as an argument of az, which reads what stands behind @ from the file: arguments can be seen by every
 * process.
 */
export async function withSecretFile(value, use) {
  const folder = mkdtempSync(join(tmpdir(), "churn-azure-"));
  const file = join(folder, "secret");
  try {
    writeFileSync(file, value, { mode: 0o600 });
    return await use(`@${file}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
