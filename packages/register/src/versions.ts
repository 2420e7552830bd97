import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Lineage } from "@churn/contracts";
import type { TensorFlow } from "@churn/model";
import { Tables } from "@churn/tables";

/** What ran: the libraries whose code decides about numbers, and Node. */
export async function versions(tf: TensorFlow): Promise<Lineage["versions"]> {
  const [duckdb] = await Tables.inMemory((tables) => tables.rows<{ version: string }>("select version() as version"));
  return { node: process.versions.node, tfjs: tf.version.tfjs, duckdb: duckdb?.version.replace(/^v/, "") ?? "unknown" };
}

/** Where it ran, as far as it can change the last digits of a sum. */
export const machine = (): Lineage["machine"] => ({
  platform: `${process.platform}-${process.arch}`,
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  flags: vectorFlags(),
});

/** Linux tells; elsewhere none. */
function vectorFlags(): string[] {
  try {
    const [, flags = ""] = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8")) ?? [];
    return flags
      .split(" ")
      .filter((flag) => /^(sse|ssse|avx|fma|f16c|amx|asimd|sve)/.test(flag))
      .sort();
  } catch {
    return [];
  }
}
