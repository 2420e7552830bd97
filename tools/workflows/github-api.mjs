const TIMEOUT_MS = 20_000;

/** Asks GitHub about this repository: {status, body}, status 0 where it can't be reached. */
export async function githubApi(path, { env = process.env, as = "json" } = {}) {
  const { GITHUB_API_URL = "https://api.github.com", GITHUB_REPOSITORY, GITHUB_TOKEN } = env;
  try {
    const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
      headers: { accept: "application/vnd.github+json", authorization: `Bearer ${GITHUB_TOKEN}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: answer.status, body: answer.ok ? await answer[as]() : undefined };
  } catch {
    return { status: 0 };
  }
}
