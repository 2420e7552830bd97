import { stripVTControlCharacters } from "node:util";

const LAST_LINES = 15;
const MAX_LENGTH = 2500; // of all that is quoted: Slack cuts a text of more than 4,000

// a job that took too long ends as cancelled
const ENDED_BADLY = {
  failure: "failed",
  cancelled: "was cancelled, or took too long",
  timed_out: "took too long",
};

/**
 * The jobs of a run that did not end well, each with its step that did not, how that ended, and its last lines.
 *
 * @param jobs - as GitHub lists them: {id, name, conclusion, steps: [{name, conclusion}]}
 * @param logOf - gives the log of a job, "" where there is none
 */
export function failuresOf(jobs, logOf) {
  return Promise.all(
    jobs.filter(endedBadly).map(async (job) => {
      const step = job.steps?.find(endedBadly);
      const { conclusion } = step ?? job;
      const lines = lastLines(await logOf(job));
      return { job: job.name, step: step?.name ?? "no step of it", how: ENDED_BADLY[conclusion], lines };
    }),
  );
}

const endedBadly = ({ conclusion }) => conclusion in ENDED_BADLY;

/** What stands before the first error that ended a step; steps that run in any case come after it. */
export function lastLines(log) {
  const lines = log.split("\n").map(plain);
  const end = lines.findIndex((line) => line.startsWith("##[error]"));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => line.trim() !== "" && !line.startsWith("##["))
    .slice(-LAST_LINES);
}

// without GitHub's time at its front, and without colours
const plain = (line) => stripVTControlCharacters(line.replace(/^\uFEFF?\d{4}-\d\d-\d\dT\S+Z /, ""));

/** What Slack is told. */
export function failureMessage(env, failures) {
  const { GITHUB_WORKFLOW, GITHUB_HEAD_REF, GITHUB_REF_NAME, GITHUB_SHA = "", GITHUB_ACTOR, GITHUB_RUN_NUMBER } = env;
  const branch = escaped(GITHUB_HEAD_REF || GITHUB_REF_NAME); // of a pull request GITHUB_REF_NAME is 7/merge
  const run = `<${runUrl(env)}|run ${GITHUB_RUN_NUMBER}>`;
  const head = `${GITHUB_WORKFLOW} failed on ${branch} at ${GITHUB_SHA.slice(0, 12)} (${run}, ${GITHUB_ACTOR})`;
  const parts = failures.map(({ job, step, how, lines }) => {
    const quoted = lastOf(escaped(lines.join("\n")), failures);
    return `${job}: step “${step}” ${how}${lines.length > 0 ? `\n\`\`\`\n${quoted}\n\`\`\`` : ""}`;
  });
  return [head, ...(parts.length > 0 ? parts : [UNKNOWN])].join("\n");
}

/** The issue that stands for all failures of a workflow, as it is after this one. */
export function failureIssue(env, failures) {
  const parts = failures.map(({ job, step, how, lines }) => {
    const quoted = lastOf(lines.join("\n").replace(/~{4,}/g, "~~~"), failures);
    return `${job}: step “${step}” ${how}${lines.length > 0 ? `\n\n~~~~text\n${quoted}\n~~~~` : ""}`;
  });
  const page = `docs/workflows/${env.GITHUB_WORKFLOW}.md`;
  const last = `The last run that failed: ${runUrl(env)}. What was in production is in production still.`;
  const body = [last, ...(parts.length > 0 ? parts : [UNKNOWN]), `What to do: ${page}. Close this when it is done.`];
  return { title: `${env.GITHUB_WORKFLOW} fails`, body: body.join("\n\n") };
}

const lastOf = (text, failures) => text.slice(-Math.floor(MAX_LENGTH / failures.length));

const UNKNOWN = "GitHub did not say which step; the run does.";

/** The page of this run. */
export const runUrl = (env) => `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
