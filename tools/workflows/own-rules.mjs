import { readFileSync } from "node:fs";
import { join } from "node:path";

export const TABLE = "docs/workflows/actions.md";

/**
 * Breaches of our own rules, a line each. zizmor finds missing permissions and their reasons, expressions in scripts and a
 * token left in .git too; they stand here because `npm test` has neither zizmor nor a network.
 */
export function findings(root, files) {
  const table = pinsIn(readFileSync(join(root, TABLE), "utf8"));
  const used = files.flatMap(usesOf);
  return [
    ...used.flatMap((use) => pinFault(use, table)),
    ...[...table.keys()]
      .filter((action) => !used.some((use) => use.action === action))
      .map((action) => `${TABLE}: ${action} is used nowhere: remove its row`),
    ...files.flatMap(stepFaults),
    ...files.filter(({ isAction }) => !isAction).flatMap(jobFaults),
  ];
}

/** Rows of the table: action → {version, commit}. */
export const pinsIn = (markdown) =>
  new Map(
    [...markdown.matchAll(/^\| (\S+\/\S+) \| (v\S+) \| ([0-9a-f]{40}) \|/gm)].map(([, action, version, commit]) => [
      action,
      { version, commit },
    ]),
  );

/** Each `uses:` of a file but for the project's own actions. */
function usesOf({ path, text }) {
  return [...text.matchAll(/^\s*(?:- )?uses:\s*(\S+)(.*)$/gm)]
    .filter(([, uses]) => !uses.startsWith("./"))
    .map(([, uses, rest]) => {
      const [name, commit] = uses.split("@");
      return { path, action: name.split("/").slice(0, 2).join("/"), commit, comment: rest.trim() };
    });
}

function pinFault({ path, action, commit, comment }, table) {
  const pin = table.get(action);
  if (!pin) return [`${path}: ${action} has no row in ${TABLE}`];
  if (commit === pin.commit && comment === `# ${pin.version}`) return [];
  return [`${path}: ${action}@${commit} ${comment} is not ${pin.commit} # ${pin.version}, as ${TABLE} says`];
}

function jobFaults({ path, text, content }) {
  const unexplained = [...text.matchAll(/^ +([\w-]+: (?:read|write)) *$/gm)].map(([, permission]) => permission);
  const faults = Object.keys(content.permissions ?? { none: "" }).length > 0 ? ["permissions: {} is missing"] : [];
  faults.push(...unexplained.map((permission) => `${permission} does not say what for`));
  for (const [name, job] of Object.entries(content.jobs)) {
    if (job.uses) continue;
    if (typeof job["timeout-minutes"] !== "number") faults.push(`job ${name} has no timeout-minutes`);
    if (job.permissions === undefined) faults.push(`job ${name} does not say its permissions`);
    if (/latest/.test(job["runs-on"])) faults.push(`job ${name} runs on ${job["runs-on"]}, which changes by itself`);
  }
  return faults.map((fault) => `${path}: ${fault}`);
}

function stepFaults({ path, content }) {
  const groups = content.runs ? [content.runs] : Object.values(content.jobs);
  const steps = groups.flatMap((group) => group.steps ?? []);
  return steps.flatMap(({ name, uses = "", run = "", with: given = {} }) => [
    ...(name ? [] : [`${path}: a step has no name: ${uses}${run.split("\n")[0]}`]),
    ...(run.includes("${{") ? [`${path}: step ${name} has an expression in run: hand it over by env`] : []),
    ...(given.script?.includes("${{") ? [`${path}: step ${name} has an expression in its script`] : []),
    ...(uses.startsWith("actions/checkout@") && given["persist-credentials"] !== false
      ? [`${path}: step ${name} leaves the token in .git: persist-credentials: false`]
      : []),
  ]);
}
