import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** The folders of the workspaces that have tests. */
export function testedWorkspaces(root) {
  return readManifest(root)
    .workspaces.flatMap((pattern) => foldersOf(root, pattern))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .filter((folder) => readManifest(join(root, folder)).scripts?.test);
}

function foldersOf(root, pattern) {
  if (!pattern.endsWith("/*")) return [pattern];
  const parent = pattern.slice(0, -2);
  return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
}
