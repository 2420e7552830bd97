import { DRIFT_EVENT, DriftPayload, type DriftReport, PipelineError } from "@churn/contracts";
import { type GithubRepository, githubRepository } from "@churn/registry";
import { type Environment, gitOutput } from "@churn/runtime";

const TIMEOUT_MS = 20_000;
const MOST_REASONS = 20;
const LONGEST_REASON = 200;

/** What the workflow that retrains is told. */
export function payloadOf({ reference, current, why }: DriftReport, at: Date): DriftPayload {
  const { modelDigest, version } = reference;
  const reasons = why.slice(0, MOST_REASONS).map((line) => line.slice(0, LONGEST_REASON));
  return DriftPayload.parse({ modelDigest, version, rows: current.rows, at: at.toISOString(), why: reasons });
}

const PUBLIC_API = "https://api.github.com";

/**
 * Where a dispatch goes, and the right to send it.
 *
 * @throws PipelineError ENVIRONMENT_INVALID without a token or a repository, and for what can be none
 */
export async function destination(environment: Environment): Promise<GithubRepository> {
  const { GITHUB_TOKEN, GH_TOKEN, GITHUB_API_URL = PUBLIC_API } = environment;
  const token = GITHUB_TOKEN ?? GH_TOKEN;
  if (!token) {
    throw invalid(
      "there is no token to send a dispatch with",
      "GITHUB_TOKEN",
      `set GITHUB_TOKEN, or GH_TOKEN, ${RIGHT}`,
    );
  }
  const remote = GITHUB_API_URL === PUBLIC_API ? await gitOutput("remote", "get-url", "origin") : null;
  const GITHUB_REPOSITORY = environment.GITHUB_REPOSITORY ?? repositoryOf(remote);
  const found = githubRepository({ GITHUB_TOKEN: token, GITHUB_REPOSITORY, GITHUB_API_URL });
  if (found) return found;
  throw invalid("no repository on GitHub to send the dispatch to", "GITHUB_REPOSITORY", "set it to OWNER/NAME");
}

/** OWNER/NAME of a remote's address at github.com. */
export const repositoryOf = (remote: string | null): string | undefined =>
  /^(?:\w+:\/\/)?(?:[^@/]+@)?github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(remote ?? "")?.[1];

/**
 * Sends repository_dispatch `drift-detected`.
 *
 * @throws PipelineError ENVIRONMENT_INVALID when the token is refused, UNREACHABLE when GitHub does not take it
 */
export async function sendDispatch({ api, repository, token }: GithubRepository, payload: DriftPayload): Promise<void> {
  const url = `${api}/repos/${repository}/dispatches`;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    body: JSON.stringify({ event_type: DRIFT_EVENT, client_payload: payload }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause) => {
    throw new PipelineError("UNREACHABLE", {
      what: `${api} does not answer: ${cause.cause?.code ?? cause.name}`, // other words may hold the token
      where: url,
      fix: "look at the network and GITHUB_API_URL, then run this again",
    });
  });
  if (!response.ok) throw refused(response.status, url, repository);
}

const RIGHT = 'a token with the right "Contents: write" on the repository';

function refused(status: number, url: string, repository: string): PipelineError {
  switch (status) {
    case 401:
      return invalid("GitHub does not know the token (401)", url, `set GITHUB_TOKEN to ${RIGHT}; it may have expired`);
    case 403:
      return invalid("the token may not send a dispatch (403), or too many were sent", url, `use ${RIGHT}`);
    case 404:
      return invalid(`GitHub has no ${repository}, or hides it from the token (404)`, url, `use ${RIGHT}`);
    default:
      return new PipelineError("UNREACHABLE", {
        what: `GitHub did not take the dispatch: it answered ${status}`,
        where: url,
        fix: status === 422 ? "send it with the sources of this version" : "try again later",
      });
  }
}

const invalid = (what: string, where: string, fix: string) =>
  new PipelineError("ENVIRONMENT_INVALID", { what, where, fix });
