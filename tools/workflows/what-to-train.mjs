/** What no stage and no test reads. */
const WORDS_ONLY = [/^docs\//, /^[^/]+\.md$/, /^LICENSE$/, /^\.github\/CODEOWNERS$/, /^\.vscode\//, /^\.editorconfig$/];

/**
 * Main, pull requests and runs by hand always train. A push to a feature branch does when the branch changed more than
 * words, and no open pull request runs the same commit.
 *
 * @returns {Promise<{train: boolean, code: boolean, why: string}>} code: false where words only were changed
 * @param changedFiles - what the branch changed since it left main; undefined: unknown
 * @param pullRequests - the open ones whose last commit this is, and which run it
 */
export async function whatToTrain({ event, ref, changedFiles, pullRequests }) {
  if (event !== "push" || !ref.startsWith("refs/heads/feature/")) return yes(`${event} always trains`);
  const files = await changedFiles();
  if (files === undefined) return yes("what the branch changed is not known");
  const code = files.filter((path) => !WORDS_ONLY.some((pattern) => pattern.test(path)));
  if (code.length === 0) return { ...no("the branch changed nothing that training or a test reads"), code: false };
  const [pullRequest] = await pullRequests();
  if (pullRequest) return no(`pull request #${pullRequest.number} runs the same commit`);
  return yes(`${code.length} files that training or a test may read have changed, the first is ${code[0]}`);
}

const yes = (why) => ({ train: true, code: true, why });
const no = (why) => ({ train: false, code: true, why });
