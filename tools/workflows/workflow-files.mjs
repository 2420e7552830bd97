import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Every workflow and composite action: {path, text, isAction, content}. */
export function workflowFiles(root) {
  const workflows = yamlIn(root, ".github/workflows").map((path) => ({ path, isAction: false }));
  const folders = existsSync(join(root, ".github/actions")) ? readdirSync(join(root, ".github/actions")) : [];
  const actions = folders.flatMap((name) => yamlIn(root, `.github/actions/${name}`));
  return [...workflows, ...actions.map((path) => ({ path, isAction: true }))].map((file) => {
    const text = readFileSync(join(root, file.path), "utf8");
    return { ...file, text, content: parse(text) };
  });
}

const yamlIn = (root, folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => `${folder}/${name}`)
    : [];
