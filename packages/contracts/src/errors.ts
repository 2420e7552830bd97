/** What a caller learns from the exit code: 1 a check said no, 2 wrong use, 3 something is missing. */
export const EXIT_CODES = {
  CHECK_FAILED: 1,
  USAGE_INVALID: 2,
  PARAMS_INVALID: 2,
  CONTRACT_INVALID: 2,
  ENVIRONMENT_INVALID: 2,
  ARTIFACT_MISSING: 3,
  ARTIFACT_INVALID: 3,
  DATA_MISSING: 3,
  UNREACHABLE: 3,
  DISK_FULL: 3,
} as const;

export type ErrorCode = keyof typeof EXIT_CODES;

export const EXIT_CHECK_FAILED = EXIT_CODES.CHECK_FAILED;
/** A bug, with its stack. */
export const EXIT_BUG = 70;
export const EXIT_INTERRUPTED = 130;

/** An expected failure: what happened, where, and how to mend it. Anything else that is thrown counts as a bug. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly code: ErrorCode;
  readonly where: string;
  readonly fix: string;

  constructor(
    code: ErrorCode,
    { what, where, fix, cause }: { what: string; where: string; fix: string; cause?: unknown },
  ) {
    super(what, { cause });
    this.code = code;
    this.where = where;
    this.fix = fix;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}
