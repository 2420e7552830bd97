import { type ErrorCode, PipelineError } from "@churn/contracts";
import { type Repeatable, retryAfter } from "@churn/runtime";

type Told = { what: string; where: string; fix: string; cause?: unknown; status?: number } & Partial<Repeatable>;

/** What GitHub did not do. */
export class GithubError extends PipelineError implements Repeatable {
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined;
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, { status, transient = false, retryAfterMs, ...told }: Told) {
    super(code, told);
    this.status = status;
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

const PERMISSION = "give the token the permission `contents: write` for this repository";
const AGAIN = "run this again later";
/** What GitHub asks for when it says nothing about how long. */
const SECONDARY_LIMIT_MS = 60_000;

/** No answer came, or not in time, or not whole. */
export function unanswered(where: string, cause: unknown, timeoutMs: number): GithubError {
  const { code, message } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
  const isLate = (cause as Error).name === "TimeoutError";
  const why = isLate ? `nothing came within ${timeoutMs / 1000} s` : (code ?? message);
  return new GithubError("UNREACHABLE", {
    what: `GitHub does not answer: ${why}`,
    where,
    fix: AGAIN,
    transient: true,
    cause,
  });
}

/** An answer that says no. */
export function refused(where: string, { status, headers }: Response, text: string): GithubError {
  const words = said(text);
  const wait = limitMs(status, headers, words);
  if (wait !== undefined) {
    const what = `GitHub wants fewer requests (${status})${words}`;
    return new GithubError("UNREACHABLE", { what, where, fix: AGAIN, status, transient: true, retryAfterMs: wait });
  }
  if (status >= 500) {
    const retryAfterMs = retryAfter(headers.get("retry-after"));
    const what = `GitHub can't do this now (${status})${words}`;
    return new GithubError("UNREACHABLE", { what, where, fix: AGAIN, status, transient: true, retryAfterMs });
  }
  const { code, what, fix } = REFUSALS[status] ?? {
    code: "UNREACHABLE",
    what: `GitHub refuses (${status})`,
    fix: "mend that at GitHub, then run this again",
  };
  return new GithubError(code, { what: `${what}${words}`, where, fix, status });
}

const REFUSALS: Record<number, { code: ErrorCode; what: string; fix: string }> = {
  401: { code: "ENVIRONMENT_INVALID", what: "GitHub does not know this token (401)", fix: "set GITHUB_TOKEN anew" },
  403: { code: "ENVIRONMENT_INVALID", what: "GitHub does not allow this (403)", fix: PERMISSION },
  404: {
    code: "UNREACHABLE",
    what: "GitHub has nothing there, or does not show it to this token (404)",
    fix: `correct GITHUB_REPOSITORY, or ${PERMISSION}`,
  },
  409: { code: "UNREACHABLE", what: "GitHub can't do this in that repository (409)", fix: "push a first commit to it" },
};

/** An answer that is none of GitHub's. */
export const unexpected = (where: string, text: string, cause: unknown): GithubError =>
  new GithubError("UNREACHABLE", {
    what: `what answers is no GitHub that this project knows: ${JSON.stringify(text.slice(0, 120))}`,
    where,
    fix: "correct GITHUB_API_URL",
    cause,
  });

/** How long to wait; undefined when it is no matter of how many requests there were. */
function limitMs(status: number, headers: Headers, words: string): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const named = retryAfter(headers.get("retry-after"));
  if (named !== undefined) return named;
  if (headers.get("x-ratelimit-remaining") === "0") {
    return Math.max(0, Number(headers.get("x-ratelimit-reset")) * 1000 - Date.now()) || SECONDARY_LIMIT_MS;
  }
  return status === 429 || /rate limit/i.test(words) ? SECONDARY_LIMIT_MS : undefined;
}

function said(text: string): string {
  try {
    const { message, errors } = JSON.parse(text);
    return message ? `: ${message}${errors ? ` ${JSON.stringify(errors)}` : ""}` : "";
  } catch {
    return "";
  }
}

/** For what may not be there. */
export function unlessStatus(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof GithubError && statuses.includes(error.status ?? 0)) return undefined;
    throw error;
  };
}
