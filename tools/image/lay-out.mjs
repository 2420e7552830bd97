// `node tools/image/lay-out.mjs @churn/serve FOLDER`: what an image of this workspace runs, and nothing else
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "../process/main.mjs";
import { run } from "../process/run.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { root } from "../project.mjs";
import { prepareBackend } from "../setup/backend.mjs";
import { bindingCache } from "../setup/binding-cache.mjs";
import { hasBinding, LASTING_LINKS, linkBinding, tfjsFolder } from "../setup/binding-files.mjs";
import { installPackages } from "../setup/node-modules.mjs";

/** Source maps and type declarations, more than half of what npm installs. */
const NEVER_READ = /\.(map|d\.[cm]?ts)$/;

/** The workspace and those it needs with their sources, what these depend on in production, and TensorFlow's native library. */
async function layOut(workspace, folder) {
  const pruned = mkdtempSync(join(tmpdir(), "churn-image-"));
  try {
    await prune(workspace, pruned);
    cpSync(join(pruned, "json"), folder, { recursive: true });
    for (const path of forgetDevelopment(folder)) {
      cpSync(join(pruned, "full", path, "src"), join(folder, path, "src"), { recursive: true });
    }
  } finally {
    rmSync(pruned, { recursive: true, force: true });
  }
  const settings = join(folder, ".npmrc");
  appendFileSync(settings, "omit=dev\nprefer-offline=true\n");
  await installPackages(folder);
  rmSync(settings);
  removeFiles(join(folder, "node_modules"), NEVER_READ);
  await addBinding(folder);
}

async function prune(workspace, into) {
  const turbo = join(root, "node_modules", "turbo", "bin", "turbo");
  const args = ["prune", workspace, "--docker", "--production", "--out-dir", into, "--no-update-notifier"];
  const { code, output } = await run(process.execPath, [turbo, ...args], { cwd: root, quiet: true });
  if (code !== 0) throw new Stop(EXIT.MISSING, `turbo prune failed:\n${output}`, "run `npm ci`, then this again");
}

/** turbo leaves out the workspaces that only tests need, npm would ask for them. The workspaces that are here. */
function forgetDevelopment(folder) {
  const edit = (path, change) => {
    const content = JSON.parse(readFileSync(join(folder, path), "utf8"));
    change(content);
    writeFileSync(join(folder, path), `${JSON.stringify(content, null, 2)}\n`);
    return content;
  };
  const forget = (manifest) => delete manifest.devDependencies;
  const { workspaces } = edit("package.json", forget);
  for (const path of workspaces) edit(join(path, "package.json"), forget);
  edit("package-lock.json", ({ packages }) => {
    for (const path of ["", ...workspaces]) forget(packages[path]);
  });
  return workspaces;
}

function removeFiles(folder, pattern) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && pattern.test(entry.name)) rmSync(join(entry.parentPath ?? entry.path, entry.name));
  }
}

/** Copied from where it lasts: node_modules may have links to there only. */
async function addBinding(folder) {
  await prepareBackend(root);
  const source = [bindingCache(root), tfjsFolder(root)].find(hasBinding);
  if (source && process.env.TFJS_BACKEND !== "wasm") linkBinding(source, tfjsFolder(folder), LASTING_LINKS);
}

await main(async () => {
  const [workspace, folder, ...more] = process.argv.slice(2);
  if (!folder || more.length > 0) throw new Stop(EXIT.WRONG_USE, "expected a workspace and an empty folder");
  await layOut(workspace, resolve(folder));
});
