import { spawnSync } from "node:child_process";
import { EXIT, Stop } from "../process/stop.mjs";

/** Runs gh, which has the token: {ok, body, why}. Nothing of a token is read or shown here. */
export function gh(args, { input, cwd } = {}) {
  const options = { input: input && JSON.stringify(input), cwd, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] };
  const { error, status, stdout, stderr } = spawnSync("gh", args, options);
  if (error) throw new Stop(EXIT.MISSING, "gh, GitHub's command line, is not here.", "https://cli.github.com");
  const body = parsed(stdout);
  return { ok: status === 0, body, why: body?.message ?? stderr.trim().replace(/^gh: /, "") };
}

/** Asks GitHub, and stops where it says no. */
export function mustGh(args, options) {
  const { ok, body, why } = gh(args, options);
  if (ok) return body;
  throw new Stop(EXIT.MISSING, `gh ${args.join(" ")}: ${why}`, "gh auth login, as somebody who administers it");
}

/** OWNER/NAME of the repository that gh finds for this folder. */
export const requireGh = (root) => mustGh(["repo", "view", "--json", "nameWithOwner"], { cwd: root }).nameWithOwner;

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A plan's no: other answers are about rights, or a mistake. */
export const isPlan = (why) => /billing plan|upgrade to|enable this feature/i.test(why);

/** PUT or POST of a JSON body. */
export const send = (method, path, body) => gh(["api", "--method", method, path, "--input", "-"], { input: body });
