import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFile } from "./project-file.ts";

/** Gives a copy of the project every installed package, and as workspaces those of the copy. */
export function linkInstalled(folder: string): void {
  const link = (path: string, target: string) => {
    if (existsSync(join(folder, path))) return;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  };
  const workspaces = new Set(["@churn"]);
  for (const name of readdirSync(projectFile("node_modules"))) {
    if (!workspaces.has(name)) link(`node_modules/${name}`, projectFile(`node_modules/${name}`));
  }
  for (const name of readdirSync(projectFile("node_modules/@churn"))) {
    const source = ["bench", "tests", "tools"].includes(name) ? name : `packages/${name}`;
    link(`node_modules/@churn/${name}`, join("..", "..", source));
    const own = projectFile(`${source}/node_modules`); // what another version of could not be shared
    if (existsSync(own)) link(`${source}/node_modules`, own);
  }
  link(".venv", projectFile(".venv"));
}
