import { logIn } from "./log-in.mjs";
import { read, runAz } from "./run-az.mjs";

/** A login rests on a token of the job that is good for some minutes and is not renewed. */
const FRESH_MS = 4 * 60_000;
/** az has no code of its own for it. */
const ABSENT = /not ?found|(could|can) ?not be found|does ?n[o']t exist|repository name not known|manifest unknown/i;
/** What is not there, or not to be reached, is more than was asked for: the workspace, a registry, the group … */
const IS_MORE =
  /(ResourceGroup|Subscription|Tenant)NotFound|AADSTS|Name or service not known|(workspaces|registries)(\/[^/'"]+)?['"]/i;

let loggedInAt = Number.NEGATIVE_INFINITY;

/** Runs az as whoever this job is, with a new login where the last one is old: {code, output, error}. */
export async function az(args) {
  if (Date.now() - loggedInAt > FRESH_MS) {
    await logIn();
    loggedInAt = Date.now();
  }
  return runAz(args);
}

/** The same for what must end well: what it says, read; undefined where it says nothing. */
export async function mustAz(args) {
  return read(args, await az(args));
}

/** Whether az's error says that what it was asked for is not there. */
export const isAbsent = (error) => ABSENT.test(error) && !IS_MORE.test(error);

/** The same for what may not be there: undefined then. */
export async function lookUp(args) {
  const ended = await az(args);
  return ended.code !== 0 && isAbsent(ended.error) ? undefined : read(args, ended);
}
