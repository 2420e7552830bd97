import { z } from "zod";

const file = z.object({ path: z.string(), md5: z.string().optional() });
const Stage = z.object({
  deps: z.array(file).default([]),
  params: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  outs: z.array(file).default([]),
});
const Lock = z.object({ stages: z.record(z.string(), Stage) });

/**
 * Where a committed dvc.lock is behind the one that a run has left: `train: packages/model/src, train.epochs`. Outputs,
 * and dependencies that another stage made, are not looked at: their floats differ between processors.
 */
export function lockBehind(committed: unknown, current: unknown): string[] {
  const [old, now] = [Lock.safeParse(committed).data, Lock.safeParse(current).data];
  if (!now) return [];
  const made = new Set(Object.values(now.stages).flatMap(({ outs }) => outs.map(({ path }) => path)));
  const sources = ({ deps, params }: z.infer<typeof Stage>) =>
    new Map([
      ...deps.filter(({ path }) => !isMade(path, made)).map(({ path, md5 }) => [path, md5] as const),
      ...Object.values(params).flatMap((values) =>
        Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const),
      ),
    ]);
  return Object.entries(now.stages).flatMap(([name, stage]) => {
    const was = old?.stages[name];
    if (!was) return [`${name}: the whole stage`];
    const before = sources(was);
    const changed = [...sources(stage)].filter(([key, value]) => before.get(key) !== value).map(([key]) => key);
    return changed.length > 0 ? [`${name}: ${changed.join(", ")}`] : [];
  });
}

const isMade = (path: string, made: ReadonlySet<string>) =>
  [...made].some((out) => path === out || path.startsWith(`${out}/`));
