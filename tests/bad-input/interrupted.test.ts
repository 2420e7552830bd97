import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, filesIn, type Program, Workbench } from "./workbench.ts";

const STAGES = ["validate", "preprocess", "train", "evaluate", "gate", "release"] as const;
const MINUTES = 60_000;

let bench: Workbench;
/** After every stage has run well. */
let good: string;
beforeAll(async () => {
  bench = new Workbench();
  good = bench.folder();
  cpSync(bench.project.path("data"), join(good, "data"), { recursive: true });
  for (const program of STAGES) {
    const { exitCode, stderr } = await bench.run(program, good);
    if (exitCode !== 0) throw new Error(`${program}: ${stderr}`);
  }
}, 2 * MINUTES);
afterAll(() => bench?.remove());

function goodFolder(): string {
  const folder = bench.folder();
  cpSync(good, folder, { recursive: true });
  return folder;
}
const leftovers = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => /\.(tmp|old)($|\.)/.test(path));

const mayMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

/** Each disk ends at another place of what the stage writes: at once, in what DuckDB writes, in the last file */
describe.skipIf(!mayMount)("a full disk (needs unshare -rm, which this machine may forbid)", () => {
  it.each<{ program: Program; output: string; kilobytes: number; live?: string[] }>([
    { program: "validate", output: "validation", kilobytes: 0 },
    ...[0, 12, 40].map((kilobytes) => ({ program: "preprocess" as const, output: "features", kilobytes })),
    ...[0, 12].map((kilobytes) => ({ program: "train" as const, output: "model", kilobytes })),
    ...[0, 12].map((kilobytes) => ({ program: "evaluate" as const, output: "evaluation", kilobytes })),
    { program: "gate", output: "decision", kilobytes: 0 },
    ...[0, 12].map((kilobytes) => ({ program: "release" as const, output: "release", kilobytes })),
  ])(
    "of $kilobytes kB free stops $program, which leaves nothing there",
    async ({ program, output, kilobytes }) => {
      const folder = goodFolder();
      const disk = join(folder, "disk");
      mkdirSync(disk);
      const before = filesIn(folder);
      const script = `mount -t tmpfs -o size=4m none "$0" && head -c ${4096 - kilobytes}k /dev/zero > "$0/filler" || exit 99
      "$@"; code=$?; ls -A "$0"; exit $code`;
      const node = [process.execPath, ...bench.command(program), "--out", `${output}=${join(disk, "out")}`];
      const run = await ended(spawn("unshare", ["-rm", "sh", "-c", script, disk, ...node], { cwd: folder }));
      expect(run).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/^the disk is full; nothing was half-/) });
      expect(run.stderr).toContain(join(disk, "out"));
      expect(run.stderr).toContain("mend:  free some space and run it again");
      expect(run.stdout.trimEnd().split("\n").at(-1)).toBe("filler");
      expect(filesIn(folder)).toEqual(before);
    },
    MINUTES,
  );
});

describe("after kill -9", () => {
  /** Kills the stage as soon as it has begun to write; false when it had ended before. */
  async function kill(program: Program, folder: string): Promise<boolean> {
    const child = spawn(process.execPath, bench.command(program), { cwd: folder });
    const watch = setInterval(() => {
      if (leftovers(folder).length > 0) child.kill("SIGKILL");
    }, 1);
    const { exitCode } = await ended(child).finally(() => clearInterval(watch));
    return exitCode === null;
  }

  it.each(STAGES)(
    "in the middle of %s the next run works, and nothing of the killed one stays",
    async (program) => {
      const folder = goodFolder();
      const killed = await kill(program, folder);
      if (program === "preprocess")
        expect({ killed, left: leftovers(folder).length > 0 }).toEqual({ killed, left: true });
      const { exitCode, stderr } = await bench.run(program, folder);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(leftovers(folder)).toEqual([]);
      expect(filesIn(folder)).toEqual(filesIn(good));
    },
    MINUTES,
  );
});

it(
  "a second npm start is refused while one runs, and disturbs nothing",
  async () => {
    const { project } = bench;
    const lock = `import { takeLock } from "./tools/setup/lock.mjs";
    takeLock(process.cwd(), "start"); console.log("taken"); setInterval(() => {}, 1000);`;
    const first = spawn(process.execPath, ["--input-type=module", "-e", lock], { cwd: project.folder });
    await new Promise((resolve) => first.stdout.once("data", resolve));
    const before = filesIn(project.path("data"));
    const { exitCode, output } = project.run("tools/start.mjs");
    expect(exitCode).toBe(2);
    expect(output).toBe(
      `\`npm start\` is already running here (process ${first.pid}).\n  mend:  wait for it, or end it; if process ` +
        `${first.pid} is something else, delete ${project.path(".dvc/tmp/npm-start.lock")}\n`,
    );
    expect(existsSync(project.path(".dvc/tmp/npm-start.lock"))).toBe(true);
    expect(filesIn(project.path("data"))).toEqual(before);
    first.kill();
    await ended(first);
    rmSync(project.path(".dvc/tmp/npm-start.lock"), { force: true });
  },
  MINUTES,
);
