import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { fitImports, licensed, lockFile, modelOf, named, owned, packageOf, scoped, titled } from "./texts.mjs";

const USAGE = 'npm run init -- --name acme --holder "Acme Ltd" --owner @acme/models';
const MODEL = "packages/contracts/src/artifacts/release.ts";
const LEFT_OUT = new Set(["node_modules", ".git", ".venv", ".turbo", "artifacts", "models", "data", "registry"]);

/** Gives the project a name: npm scope, registry model, title, licence holder, code owner. What was done, a line each. */
export async function rename(root, { name, holder, owner }) {
  requireName(root, name);
  if (holder !== undefined && !/^\S.{0,98}\S$/.test(holder))
    throw new Stop(EXIT.WRONG_USE, "--holder is one line of 2 to 100 characters.", USAGE);
  if (owner !== undefined && !/^@[\w-]+(\/[\w.-]+)?$/.test(owner))
    throw new Stop(EXIT.WRONG_USE, "--owner is a GitHub user or team: @you, @acme/models.", USAGE);
  const old = currentName(root);
  const changes = {
    scope: ([path, text]) => [path, scopeIn(path, text, old, name)],
    model: changeIn([MODEL], (text) => named(text, modelOf(name))),
    title: changeIn(["README.md"], (text) => titled(text, old, name)),
    package: changeIn(["package.json", "package-lock.json"], (text, path) => packageIn(text, path, name)),
    holder: changeIn(["LICENSE"], (text) => (holder === undefined ? text : licensed(text, holder))),
    owner: changeIn([".github/CODEOWNERS"], (text) => (owner === undefined ? text : owned(text, owner))),
  };
  const before = new Map((await projectFiles(root)).map((path) => [path, readFileSync(join(root, path), "utf8")]));
  const after = new Map([...before].map((file) => Object.values(changes).reduce((made, change) => change(made), file)));
  const changed = [...after].filter(([path, text]) => text !== before.get(path));
  for (const [path, text] of changed) writeFileSync(join(root, path), text);
  return report(root, { old, name, holder, changed: changed.map(([path]) => path) });
}

const changeIn =
  (paths, change) =>
  ([path, text]) => [path, paths.includes(path) ? change(text, path) : text];

function scopeIn(path, text, old, name) {
  const changed = scoped(text, old, name);
  return changed !== text && path.endsWith(".ts") ? fitImports(changed, name) : changed;
}

const packageIn = (text, path, name) =>
  path === "package.json"
    ? text.replace(/^( {2}"name": )".*"/m, `$1"${packageOf(name)}"`)
    : lockFile(text, packageOf(name));

function requireName(root, name) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? "") || name.length > 40) {
    const what = name === undefined ? "--name is missing." : `${JSON.stringify(name)} can't be the name.`;
    throw new Stop(
      EXIT.WRONG_USE,
      `${what} Small letters, digits and single hyphens, at most 40, a letter first.`,
      USAGE,
    );
  }
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const taken = Object.entries(packages).find(([path, { link }]) => !link && path.includes(`node_modules/@${name}/`));
  if (taken)
    throw new Stop(
      EXIT.WRONG_USE,
      `@${name} is taken: ${taken[0].split("node_modules/").at(-1)} is in use here.`,
      USAGE,
    );
}

function currentName(root) {
  const { name } = JSON.parse(readFileSync(join(root, "packages/contracts/package.json"), "utf8"));
  return name.split("/")[0].slice(1);
}

/** Every file that is the project's own, in git or not yet. */
async function projectFiles(root) {
  const { code, output } = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
    quiet: true,
  });
  const listed = code === 0 ? [...new Set(output.split("\0").filter(Boolean))] : [];
  return (listed.length > 0 ? listed : filesIn(root, "")).filter((path) => isText(join(root, path)));
}

function filesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return LEFT_OUT.has(path) || entry.name === "node_modules" ? [] : filesIn(root, path);
    return [path];
  });
}

const isText = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() && !readFileSync(path).includes(0);

function report(root, { old, name, holder, changed }) {
  if (changed.length === 0) return [`Nothing to do: the project has the name ${name} already.`];
  const lines = [`${changed.length} files changed: the project is ${name}'s now.`];
  if (old !== name) lines.push(`  packages are @${name}/…, the registry calls the model ${modelOf(name)}`);
  if (old !== name && existsSync(join(root, "registry", modelOf(old))))
    lines.push(`  registry/${modelOf(old)} stays as it is; version numbers begin anew under the new name`);
  lines.push(holder === undefined ? "  LICENSE keeps its holder: --holder names another" : `  LICENSE: ${holder}`);
  const stages = staleStages(root, changed);
  if (stages.length > 0)
    lines.push(
      `  dvc.lock is behind for ${stages.join(", ")}: their sources changed, and npm start runs them once more`,
    );
  return [...lines, "Next: npm test, which installs the packages under their new name, then commit."];
}

/** Stages of dvc.yaml that depend on a source that changed. */
function staleStages(root, changed) {
  const [, stages = ""] = readFileSync(join(root, "dvc.yaml"), "utf8").split(/^stages:$/m);
  return stages
    .split(/^ {2}(?=\w+:$)/m)
    .filter((text) =>
      [...text.matchAll(/- (packages\/\S+)/g)].some(([, dep]) => changed.some((path) => path.startsWith(`${dep}/`))),
    )
    .map((text) => text.split(":")[0].trim());
}
