import { PipelineError } from "@churn/contracts";
import { ALIASES, type Alias } from "@churn/registry";

/** As they stand on the command line. */
export type Flags = {
  readonly alias?: string;
  readonly version?: string;
  readonly bundle?: string;
  readonly port: string;
  readonly host: string;
  readonly poll: string;
  readonly logRequests?: string;
  readonly logLevel: string;
};

/** Which model answers: the one that an alias names, as it moves; one version; or a bundle that is known as a version. */
export type Source =
  | { readonly alias: Alias }
  | { readonly version: number }
  | { readonly version: number; readonly bundle: string };

export type ServeOptions = {
  readonly source: Source;
  readonly port: number;
  readonly host: string;
  readonly pollMs: number;
  readonly logRequests: string | undefined;
  readonly logLevel: string;
};

const LEVELS = ["debug", "info", "warn", "error", "silent"];

/** @throws PipelineError USAGE_INVALID for a flag that is not what it should be */
export function serveOptions(flags: Flags): ServeOptions {
  const { host, logRequests, logLevel } = flags;
  if (!LEVELS.includes(logLevel)) throw wrong("--log-level", `one of ${LEVELS.join(", ")}`, logLevel);
  return {
    source: sourceOf(flags),
    port: numberOf("--port", flags.port, 0, 65_535),
    host,
    pollMs: 1000 * numberOf("--poll", flags.poll, 0.05, 3600, false),
    logRequests,
    logLevel,
  };
}

function sourceOf({ alias, version, bundle }: Flags): Source {
  if (alias !== undefined && (version !== undefined || bundle !== undefined)) {
    throw wrong("--alias", "none beside --version or --bundle: one model or the other", alias);
  }
  if (version !== undefined) {
    const number = numberOf("--version", version, 1, Number.MAX_SAFE_INTEGER);
    return bundle === undefined ? { version: number } : { version: number, bundle };
  }
  if (bundle !== undefined) throw wrong("--bundle", "--version N beside it, under which its answers name it", bundle);
  const name = (alias ?? "production") as Alias;
  if (ALIASES.includes(name)) return { alias: name };
  throw wrong("--alias", `one of ${ALIASES.join(", ")}`, name);
}

function numberOf(flag: string, text: string, least: number, most: number, isWhole = true): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (number >= least && number <= most && (!isWhole || Number.isInteger(number))) return number;
  throw wrong(flag, `a ${isWhole ? "whole " : ""}number from ${least} to ${most}`, text);
}

const wrong = (flag: string, expected: string, received: string) =>
  new PipelineError("USAGE_INVALID", {
    what: `${flag}: expected ${expected}, received ${JSON.stringify(received)}`,
    where: "the command line",
    fix: "for example npm run serve -- --alias production --port 8080",
  });
