import { z } from "zod";
import { AliasWish } from "./alias-journal.ts";
import { AlsoBuiltBy, AlsoCompared, ModelVersion } from "./registry.ts";

/** Tags are text: what is none is written as JSON. */
export const tagsOf = (record: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );

const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "expected JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

const { metrics, gates, git, data, dvcLock, version: _, alsoBuiltBy, alsoCompared, ...texts } = ModelVersion.shape;

const notes = <N extends { at: string }>(schema: z.ZodType<N>) =>
  z.array(json(schema)).transform((all) => all.toSorted((a, b) => a.at.localeCompare(b.at)));

/** What a version in MLflow bears, beside a tag for each note of later. `addedBy` names the call that added it. */
export const VersionTags = z.object({
  ...texts,
  dvcLock: z
    .string()
    .transform((text) => (text === "null" ? null : text))
    .pipe(dvcLock),
  metrics: json(metrics),
  gates: json(gates),
  git: json(git),
  data: json(data.unwrap()).optional(),
  addedBy: z.uuid(),
  alsoBuiltBy: notes(AlsoBuiltBy),
  alsoCompared: notes(AlsoCompared),
});

const { from, to, known, ...words } = AliasWish.shape;
const numbers = { from: json(from), to: json(to), known: json(known.unwrap()).optional() };
export const WishTags = z.object({ ...words, ...numbers });

const BUILD = "alsoBuiltBy.";
const COMPARED = "alsoCompared.";

/** One tag for each commit, so that two who note at once do not take away each other's note. */
export const buildKey = ({ commit, dirty }: AlsoBuiltBy): string =>
  `${BUILD}${commit ?? "none"}${dirty ? ".dirty" : ""}`;

/** One for each champion. */
export const comparisonKey = ({ champion }: AlsoCompared): string => `${COMPARED}${champion?.modelDigest ?? "none"}`;

/** The tags of a version with its notes of one kind in one place, as `VersionTags` wants them. */
export function gathered(tags: Readonly<Record<string, string>>) {
  const of = (prefix: string) => Object.keys(tags).flatMap((key) => (key.startsWith(prefix) ? [tags[key]] : []));
  return { ...tags, alsoBuiltBy: of(BUILD), alsoCompared: of(COMPARED) };
}
