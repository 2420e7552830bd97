import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Gives a snapshot its own packages by their names; third-party ones Node finds in the image's /node_modules. What npm
 * could not share among packages lies in theirs there: packages/NAME/node_modules.
 */
export function linkPackages(snapshot) {
  const image = imageOf(resolve(snapshot));
  const packages = join(resolve(snapshot), "packages");
  for (const folder of readdirSync(packages)) {
    const { name } = JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8"));
    link(join(packages, folder), join(snapshot, "node_modules", name));
    const own = join(image, "packages", folder, "node_modules");
    if (existsSync(own)) link(own, join(packages, folder, "node_modules"));
  }
}

/** Where npm installed: the folder that the nearest node_modules above really lies in. */
function imageOf(snapshot) {
  const above = join(dirname(snapshot), "node_modules");
  if (existsSync(above)) return dirname(realpathSync(above));
  if (dirname(snapshot) !== snapshot) return imageOf(dirname(snapshot));
  throw new Error("there is no node_modules above the snapshot: is this the image of environments/training?");
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) symlinkSync(target, path);
}
