/** An expected end: what happened and how to mend it, and the exit code that says which kind it is. */
export class Stop extends Error {
  constructor(exitCode, what, mend) {
    super(mend ? `${what}\n  mend:  ${mend}` : what);
    this.exitCode = exitCode;
  }
}

export const EXIT = { CHECK_SAID_NO: 1, WRONG_USE: 2, MISSING: 3, BUG: 70, INTERRUPTED: 130 };
