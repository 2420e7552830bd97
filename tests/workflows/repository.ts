import { execFileSync } from "node:child_process";
import { cleanEnv, temporaryFolder } from "../setup/temporary-folder.ts";

/** A repository whose main has these files in its one commit, and its git. */
export function repository(files: Record<string, string>) {
  const folder = temporaryFolder(files);
  const env = cleanEnv(folder);
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    return execFileSync("git", [...who, ...args], { cwd: folder, env, encoding: "utf8", stdio: "pipe" }).trim();
  };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "main");
  return { folder, git };
}
