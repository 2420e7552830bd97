// Registers a bundle in a process of its own; with a third argument it is killed right before that file operation.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const [registryFolder, bundleFolder, model, killBefore] = process.argv.slice(2) as [string, string, string, string?];
if (killBefore !== undefined) killBeforeOperation(Number(killBefore));

const { FolderRegistry } = await import("../../src/folder-registry.ts");
const { plainBundle } = await import("./plain-bundle.ts");
const { folder, entry } = await plainBundle(bundleFolder, { model });
const registry = new FolderRegistry(registryFolder);
const { version, created } = await registry.add(folder, entry);
const { registeredAt: at, registeredBy: by } = entry;
await registry.setAlias({ alias: "candidate", to: version.version, at, by, why: "a test" });
process.stdout.write(JSON.stringify({ version: version.version, created }));

/** Counts what changes files; what happens before is done, the rest never. */
function killBeforeOperation(number: number): void {
  let count = 0;
  for (const name of ["mkdir", "rm", "copyFile", "writeFile", "rename"] as const) {
    const operation = fs[name] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        if (++count === number) process.kill(process.pid, "SIGKILL");
        return operation(...args);
      },
    });
  }
  syncBuiltinESMExports();
}
