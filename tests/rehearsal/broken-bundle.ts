import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDigests } from "@churn/bundle";

/** Gives a bundle other weights and seals it as if nothing had happened: all digests are right, the scores are not. */
export async function breakBundle(folder: string): Promise<void> {
  const weights = join(folder, "weights.bin");
  const bytes = readFileSync(weights);
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  writeFileSync(weights, Buffer.from(numbers.map((weight) => 0.9 * weight).buffer));
  const lineage = join(folder, "lineage.json");
  const { modelDigest } = await bundleDigests(folder);
  writeFileSync(lineage, JSON.stringify({ ...JSON.parse(readFileSync(lineage, "utf8")), modelDigest }));
}
