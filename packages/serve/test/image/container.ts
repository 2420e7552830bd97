import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ImageConfig } from "./dockerfile.ts";

/** Mounts and another user need root, and one who is allowed to mount. */
export const canIsolate = process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0;

/**
 * In a mount namespace of its own: a root that can't be written, with the system's libraries, this Node and the laid-out
 * folder in it, and a /tmp that can. The last `exec` makes the program the process that was started.
 */
const ISOLATED = `
set -e
root=$1 node=$2 app=$3 workdir=$4 user=$5; shift 5
mount -t tmpfs none "$root"
for path in /usr /bin /lib /lib64 /etc /dev /proc "$node"; do
  [ -d "$path" ] || continue
  mkdir -p "$root$path"
  mount --bind "$path" "$root$path"
done
mkdir -p "$root$workdir" "$root/tmp"
mount --bind "$app" "$root$workdir"
mount -o remount,bind,ro "$root$workdir"
mount -t tmpfs -o mode=1777,noexec,nosuid,nodev none "$root/tmp"
mount -o remount,ro "$root"
uid=\${user%:*} gid=\${user#*:}
exec chroot "$root" setpriv --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs --bounding-set=-all \\
  env -i -C "$workdir" "$@"
`;

export type Program = {
  readonly process: ChildProcess;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  readonly output: () => string;
};

/** Starts a program in the laid-out folder as a container would: this user, these variables, these files only. */
export function startIn(app: string, { user, workdir, environment }: ImageConfig, command: readonly string[]): Program {
  const variables = { ...environment, PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
  if (!canIsolate) return follow(spawn(command[0] as string, command.slice(1), { cwd: app, env: variables }));
  const root = mkdtempSync(join(tmpdir(), "churn-root-"));
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const places = [root, dirname(process.execPath), app, workdir, user];
  const isolated = ["--mount", "sh", "-c", ISOLATED, "sh", ...places, ...assignments, ...command];
  const program = follow(spawn("unshare", isolated));
  void program.ended.then(() => rmSync(root, { recursive: true }));
  return program;
}

function follow(child: ChildProcess): Program {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => chunks.push(text));
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  return { process: child, ended, output: () => chunks.join("") };
}
