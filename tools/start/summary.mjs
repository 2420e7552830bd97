import { readFileSync } from "node:fs";
import { join } from "node:path";
import { seconds } from "../process/step.mjs";
import { readJson, STATUS_FOLDER, stageStatuses } from "./stage-status.mjs";

const NEXT = [
  ["npm run models", "every version, its metrics and its commit"],
  ["npx dvc exp run -S train.dropout=0.2", "another try, compared by `npx dvc exp show`"],
  ["npm run check", "lint, boundaries, types and all tests"],
];

/** What `npm start` says at its end. */
export function summary(root, milliseconds) {
  const width = Math.max(...NEXT.map(([command]) => command.length));
  return [
    "",
    ...section("Held-out customers", gates(root)),
    ...section("Rows", rows(root)),
    ...section("Stages", stages(root)),
    ...section("Model", model(root)),
    `Done in ${seconds(milliseconds)}. Next:`,
    ...NEXT.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`),
  ].join("\n");
}

const section = (title, lines) => (lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : []);

function gates(root) {
  const checks = readJson(join(root, "artifacts", "decision.json"))?.checks ?? [];
  const names = checks.map(({ metric, slice }) => (slice ? `${metric} (${slice})` : metric));
  const width = Math.max(...names.map((name) => name.length));
  return checks.map(({ value, threshold, atLeast, passed }, at) => {
    const bar = `gate ${atLeast === false ? "≤" : "≥"} ${number(threshold)}`;
    return `${names[at].padEnd(width)}  ${number(value)}  ${bar}  ${passed ? "passed" : "FAILED"}`;
  });
}

const number = (value) => (typeof value === "number" ? value.toFixed(4) : String(value));

function rows(root) {
  const counts = readJson(join(root, "artifacts", "features", "split.json"))?.rows;
  if (!counts) return [];
  const written = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, n.toLocaleString("en")]));
  const { in: all, train, val, test, rejected } = written;
  return [`${all} in, ${rejected} rejected; ${train} to train, ${val} to validate, ${test} held out`];
}

function stages(root) {
  const ran = new Map(stageStatuses(root).map((status) => [status.stage, status]));
  const names =
    readFileSync(join(root, "dvc.yaml"), "utf8")
      .split(/^stages:/m)[1]
      ?.match(/^ {2}\w+(?=:)/gm) ?? [];
  const times = names.map((name) => name.trim()).map((name) => `${name} ${timeOf(ran.get(name))}`);
  return times.length > 0 ? [times.join(", ")] : [];
}

const timeOf = (status) => (status ? seconds(status.seconds * 1000) : "up to date");

function model(root) {
  const registered = readJson(join(root, STATUS_FOLDER, "register.json"));
  if (!registered?.modelDigest) return [];
  const { version, modelDigest, created, aliases } = registered;
  const named = aliases?.length > 0 ? ` (${aliases.join(", ")})` : "";
  return [
    `version ${version}${named}, ${created === false ? "registered before" : "new"}, digest ${modelDigest.slice(0, 12)}`,
  ];
}
