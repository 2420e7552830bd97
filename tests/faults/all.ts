import { readdirSync } from "node:fs";
import type { Fault, Harmless } from "./fault.ts";

export type Named<T> = T & { readonly name: string };

/** Every file of faults/cases/FAMILY/, called FAMILY/FILE. */
export const allFaults = (): Promise<Named<Fault>[]> => load<Fault>("cases", "fault");
/** Every file of faults/harmless/, called harmless/FILE. */
export const allHarmless = (): Promise<Named<Harmless>[]> => load<Harmless>("harmless", "harmless");

async function load<T>(folder: string, key: string): Promise<Named<T>[]> {
  const root = new URL(`${folder}/`, import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return Promise.all(
    files.sort().map(async (file) => {
      const path = file.replaceAll("\\", "/");
      const module = (await import(new URL(path, root).href)) as Record<string, T>;
      return {
        ...(module[key] as T),
        name: `${folder === "cases" ? "" : `${folder}/`}${path.slice(0, -".ts".length)}`,
      };
    }),
  );
}
