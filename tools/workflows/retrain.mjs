import { EXIT, Stop } from "../process/stop.mjs";

const DAY_MS = 24 * 60 * 60 * 1000;
const QUIET_DAYS = 7; // the schedule comes by within them anyway

/** The branch of a retrain; machine-made, so that any run for that day may put its commits in the place of others. */
export const branchOf = (asOf) => `retrain/${asOf}`;

/** The day that a branch of a retrain is named after; undefined for another branch. */
export const dayOfBranch = (branch) => /^(?:origin\/)?retrain\/(\d{4}-\d\d-\d\d)$/.exec(branch)?.[1];

/**
 * Whether newer customers are to be fetched, up to which day, and why.
 *
 * @param asked - the day that a person asked for, "" for none
 * @param today - YYYY-MM-DD
 * @param pin - data.dvc, parsed
 * @param retrained - the days of the branches retrain/DAY
 * @throws Stop for what is no day
 */
export function whetherToFetch({ event, asked, today, pin, retrained }) {
  const asOf = asked || today;
  if (!isDay(asOf)) throw new Stop(EXIT.WRONG_USE, `${asOf} is no day.`, "for example -f as-of=2026-09-30");
  const { dataset, as_of: pinned } = pin.meta ?? {};
  if (pinned === undefined) {
    const command = `npm run data -- --dataset ${dataset} --from FILE --refresh`;
    return { fetch: false, asOf, why: `the table of ${dataset} comes from no warehouse; newer customers: ${command}` };
  }
  const recent = [pinned, ...retrained].filter(isDay).find((day) => isWithin(day, today));
  if (event === "repository_dispatch" && recent) {
    const why = `there is a retrain on customers up to ${recent} already: merge it, or deploy it`;
    return { fetch: false, asOf, why };
  }
  return { fetch: true, asOf, why: `${event} asks for customers up to ${asOf}` };
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

function isWithin(day, today) {
  const days = (Date.parse(today) - Date.parse(day)) / DAY_MS;
  return days >= 0 && days < QUIET_DAYS;
}

/**
 * Why there is nothing to train on a table; undefined where there is.
 *
 * @param md5 - of the table, of the one on main, and of the one on the branch where that goes on from this main
 */
export function whyUnchanged({ branch, table, onMain, onBranch }) {
  if (table === onMain) return `the table is the one that main was trained on (md5 ${table})`;
  if (table !== onBranch) return undefined;
  return `${branch} was trained on this table and this main: merge it; or train again after \`git push origin --delete ${branch}\``;
}

/** Title and text of the pull request. */
export function proposalOf({ branch, run, version, report }) {
  const about = [
    `Made by ${run}, registered as candidate, version ${version}. Merging it registers nothing new, and starts deploy-model.yml.`,
    `A conflict in \`dvc.lock\`, or a \`main\` that has gone on? Don't mend it by hand: \`gh workflow run scheduled-retrain.yml -f as-of=${dayOfBranch(branch)}\` trains again on top of \`main\`.`,
  ];
  const shown = report.length > MAX_REPORT ? `${report.slice(0, MAX_REPORT)}\n\n…` : report;
  return { title: `Retrain as of ${dayOfBranch(branch)}`, body: [...about, shown].join("\n\n") };
}

const MAX_REPORT = 60_000; // GitHub takes 65,536 characters

/** What a person types where no token may open a pull request that starts checks. */
export function proposalByHand({ branch, run, version }) {
  return [
    `### ${branch} waits for a pull request`,
    "",
    `Version ${version} is the candidate. \`RETRAIN_TOKEN\` is not set, and checks would not start on a pull request of the job's own token, so open it yourself:`,
    "",
    "```bash",
    `gh pr create --base main --head ${branch} --title "Retrain as of ${dayOfBranch(branch)}" --body "${run}"`,
    "```",
    "",
  ].join("\n");
}

/** Open pull requests of earlier retrains, in whose place a new one stands. */
export const supersededBy = (branch, pullRequests, repository) =>
  pullRequests.filter(({ head }) => {
    const day = head.repo?.full_name === repository ? dayOfBranch(head.ref) : undefined;
    return day !== undefined && day < dayOfBranch(branch);
  });
