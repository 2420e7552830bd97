import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../process/run.mjs";
import { step, tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { which } from "../process/which.mjs";

/** `npm ci` when what is in node_modules is not what package-lock.json names. */
export async function installPackages(root) {
  if (packagesMatchLock(root)) return;
  await step("npm packages", "installing what package-lock.json names (npm ci)", async () => {
    const { command, args } = npm();
    const { code, output } = await run(command, [...args, "ci"], { cwd: root, quiet: true });
    if (code === 0) return `${countInstalled(root)} packages`;
    throw new Stop(
      EXIT.MISSING,
      `npm ci failed in ${root} (exit code ${code}):\n${tail(output)}`,
      "see that the package registry is reachable (`npm ping`), then run `npm run setup` again",
    );
  });
}

/** Compares the lock with npm's own record of the tree it built, which it writes last. */
export function packagesMatchLock(root) {
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  const wanted = Object.entries(readPackages(join(root, "package-lock.json"))).filter(([path]) =>
    path.includes("node_modules/"),
  );
  const isSame = ([path, { version, integrity, optional }]) => {
    const found = installed[path];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  };
  const forThisPlatform = wanted.filter(
    ([, { os, cpu }]) => os?.includes(process.platform) && cpu?.includes(process.arch),
  );
  return wanted.every(isSame) && (forThisPlatform.length === 0 || forThisPlatform.some(([path]) => path in installed));
}

function readPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

const countInstalled = (root) => Object.keys(readPackages(join(root, "node_modules", ".package-lock.json"))).length;

function npm() {
  const cli = process.env.npm_execpath ?? "";
  if (/npm-cli\.c?js$/.test(cli)) return { command: process.execPath, args: [cli] };
  const found = which(["npm"]);
  if (!found)
    throw new Stop(EXIT.MISSING, "npm is not on PATH. It comes with Node: install Node 24 from its own package.");
  return found.endsWith(".cmd")
    ? { command: "cmd.exe", args: ["/d", "/s", "/c", "npm"] }
    : { command: found, args: [] };
}
