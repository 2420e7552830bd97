import { EXIT, Stop } from "../process/stop.mjs";

const TIMEOUT_MS = 20_000;
const PAGE = 100; // the most that GitHub gives at once

/** Asks GitHub about this repository: {status, body}, status 0 where it can't be reached. */
export async function githubApi(path, { env = process.env, as = "json", method = "GET", send, token } = {}) {
  const { GITHUB_API_URL = "https://api.github.com", GITHUB_REPOSITORY, GITHUB_TOKEN } = env;
  try {
    const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
      method,
      headers: { accept: "application/vnd.github+json", authorization: `Bearer ${token ?? GITHUB_TOKEN}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(send ? { body: JSON.stringify(send) } : {}),
    });
    return { status: answer.status, body: answer.ok ? await answer[as]() : undefined };
  } catch {
    return { status: 0 };
  }
}

/** The same where nothing goes on without the answer. */
export async function askGithub(path, options = {}) {
  const { status, body } = await githubApi(path, options);
  if (body !== undefined) return body;
  const what = `GitHub ${status === 0 ? "did not answer" : `answered ${status}`} to ${options.method ?? "GET"} ${path}.`;
  throw new Stop(EXIT.MISSING, what, "401, 403, 404: the token lacks a right or has expired; else run the job again");
}

/** A whole list, of which GitHub gives a page at a time; the path has a query already. */
export async function listAll(path, options) {
  const all = [];
  for (let page = 1; ; page++) {
    const some = await askGithub(`${path}&per_page=${PAGE}&page=${page}`, options);
    all.push(...some);
    if (some.length < PAGE) return all;
  }
}
