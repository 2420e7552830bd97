import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type MadeBundle, makeBundle } from "@churn/bundle/test-support";
import { MODEL_NAME } from "@churn/contracts";
import { FolderRegistry } from "@churn/registry";
import { plainBundle } from "@churn/registry/test-support";
import dockerignore from "@balena/dockerignore";
import { projectFile } from "./project-file.ts";

const ignoreFile = readFileSync(projectFile("packages/serve/Dockerfile.dockerignore"), "utf8");

/** Whether a file of the repository is sent to the build. */
export const isSent = dockerignore.default().add(ignoreFile).createFilter();

/**
 * What the Dockerfile does: from the files that are sent to the build, /app in `folder`/app; a bundle in its model/, and
 * a registry where that bundle is version 1, in production, in its registry/.
 */
export async function layOut(folder: string): Promise<{ app: string; bundle: MadeBundle }> {
  const [context, app] = [join(folder, "context"), join(folder, "app")];
  for (const path of filesOfProject().filter(isSent)) cpSync(projectFile(path), join(context, path));
  symlinkSync(projectFile("node_modules"), join(context, "node_modules"));
  const command = ["tools/image/lay-out.mjs", "@churn/serve", app];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: context, encoding: "utf8" });
  if (status !== 0) throw new Error(stdout + stderr);
  const bundle = await makeBundle(join(app, "model"));
  await register(bundle, join(app, "registry", MODEL_NAME), join(folder, "plain"));
  return { app, bundle };
}

function filesOfProject(): string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: projectFile("") });
  const paths = listed.toString().split("\0");
  return paths.filter((path) => path !== "" && existsSync(projectFile(path)));
}

async function register({ folder, modelDigest, releaseDigest }: MadeBundle, into: string, plain: string) {
  const { entry } = await plainBundle(plain);
  const registry = new FolderRegistry(into);
  await registry.add(folder, { ...entry, modelDigest, releaseDigest });
  await registry.setAlias({ alias: "production", to: 1, at: entry.registeredAt, by: "ada", why: "a test" });
}
