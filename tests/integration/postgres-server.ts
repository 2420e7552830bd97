import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@churn/runtime/test-support";

const DEBIAN = "/usr/lib/postgresql";
const START_MS = 60_000;
const SELF_SIGNED =
  "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1".split(" ");
const PASSWORD = "s3cret-of-ada";

/** The address of a database for its owner, or for another user. */
export const postgresUrl = (port: number, database = "postgres", user = `ada:${PASSWORD}`): string =>
  `postgresql://${user}@127.0.0.1:${port}/${database}`;

/** Where PostgreSQL's programs are: on PATH, or in Debian's folder, newest first; undefined: nowhere. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...versions.map((name) => join(DEBIAN, name, "bin"))];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** A real PostgreSQL on the loopback, with its data in a folder that goes when it stops. It asks for passwords. */
export class PostgresServer {
  readonly port: number;
  /** Of the authority that vouches for the server. */
  readonly certificate: string;
  readonly #folder: string;
  readonly #process: ReturnType<typeof spawn>;

  private constructor(folder: string, port: number, process: ReturnType<typeof spawn>) {
    this.#folder = folder;
    this.port = port;
    this.certificate = join(folder, "data/server.crt");
    this.#process = process;
  }

  static async start(programs: string): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), "churn-postgres-"));
    const user = unprivileged();
    const password = join(folder, "password");
    writeFileSync(password, PASSWORD);
    if (user) for (const path of [folder, password]) chownSync(path, user.uid, user.gid);
    const run = (command: string, args: string[]) =>
      execFileSync(command, args, { ...user, cwd: folder, stdio: "pipe" });
    const data = join(folder, "data");
    const locale = ["--locale=C", "--encoding=UTF8"];
    run(join(programs, "initdb"), ["-D", data, "-U", "ada", "-A", "scram-sha-256", `--pwfile=${password}`, ...locale]);
    run("openssl", [...SELF_SIGNED, "-keyout", join(data, "server.key"), "-out", join(data, "server.crt")]);
    const port = await freePort();
    const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "fsync=off", "ssl=on"];
    const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
    const child = spawn(join(programs, "postgres"), args, { ...user, cwd: folder, stdio: "ignore" });
    const server = new PostgresServer(folder, port, child);
    for (const until = Date.now() + START_MS; !server.#isReady; await sleep(50)) {
      if (Date.now() > until || child.exitCode !== null) throw new Error("PostgreSQL does not start");
    }
    return server;
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGINT");
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #isReady(): boolean {
    const path = join(this.#folder, "data/postmaster.pid");
    return existsSync(path) && /^ready/m.test(readFileSync(path, "utf8"));
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
