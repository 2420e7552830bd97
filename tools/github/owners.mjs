import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PATH = ".github/CODEOWNERS";

/** The rules of main want the review of an owner: refused while nobody is one. */
export function ownersOf(root) {
  const text = existsSync(join(root, PATH)) ? readFileSync(join(root, PATH), "utf8") : "";
  if (!/^\/.*@OWNER\b/m.test(text)) return [];
  const instead = "name one, and commit it: npm run init -- --name NAME --owner @YOU";
  return [{ what: "the review of an owner", why: `${PATH} names @OWNER, who is nobody`, isPlan: false, instead }];
}
