import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

export const tfjsFolder = (root) => join(root, "node_modules", "@tensorflow", "tfjs-node");

// libraries first, binding last: where the binding is, all it needs is
const PARTS = [join("deps", "lib"), join("lib", "napi-v8")];

/** Without a second half gigabyte on the disk, where that can be had. */
const LINKS = [linkSync, symlinkSync, copyFileSync];
/** For a copy that outlives what it was made of. */
export const LASTING_LINKS = [linkSync, copyFileSync];

export const hasBinding = (folder) => existsSync(join(folder, "lib", "napi-v8", "tfjs_binding.node"));

export function removeBinding(folder) {
  for (const part of PARTS) rmSync(join(folder, part), { recursive: true, force: true });
}

/** The same binding in a second folder. */
export function linkBinding(from, to, links = LINKS) {
  removeBinding(to);
  for (const part of PARTS) linkFolder(join(from, part), join(to, part), links);
}

function linkFolder(from, to, links) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isFile()) linkFile(source, target, links);
  }
}

function linkFile(source, target, [link, ...others]) {
  try {
    link(source, target);
  } catch (error) {
    if (others.length === 0) throw error;
    linkFile(source, target, others);
  }
}
