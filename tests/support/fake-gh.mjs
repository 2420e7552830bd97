// Stands for gh, and for GitHub behind it: FOLDER COMMAND…; what it knows is FOLDER/gh.json, whose `refuses` names what
// the plan does not allow
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...args] = process.argv.slice(2);
const path = join(folder, "gh.json");
const known = JSON.parse(readFileSync(path, "utf8"));
const [command, ...rest] = args;
const body = args.includes("--input") ? JSON.parse(readFileSync(0, "utf8")) : undefined;
const method = args.includes("--method") ? rest[1] : "GET";
const address = rest.find((word) => word.includes("/")) ?? rest.at(-1);
appendFileSync(join(folder, "asked"), `${method} ${address}${body ? ` ${JSON.stringify(body)}` : ""}\n`);

const [status, answer] = known.loggedOut ? [401, { message: "Bad credentials" }] : answerTo();
writeFileSync(path, JSON.stringify(known));
process.stdout.write(JSON.stringify(answer));
if (status >= 300) {
  process.stderr.write(`gh: ${answer.message} (HTTP ${status})\n`);
  process.exitCode = 1;
}

function answerTo() {
  if (command === "repo") return [200, { nameWithOwner: "acme/churn" }];
  if (address === "user") return [200, { id: 7, login: "ada" }];
  if (command === "variable") return variables();
  if (address.includes("/environments?"))
    return [200, { environments: Object.entries(known.environments).map(([name, one]) => ({ name, ...one })) }];
  if (address === "repos/acme/churn") return [200, { id: 42, name: "churn", owner: { id: 7, login: "acme" } }];
  if (address.endsWith("/actions/oidc/customization/sub")) return [200, known.subject ?? { use_default: true }];
  const [, what, name, more] = address.match(/^repos\/acme\/churn\/(\w+)(?:\/([\w-]+))?(?:\/([\w-]+))?$/) ?? [];
  if (what === "rulesets") return rulesets(name);
  return more ? policies(name) : environment(name);
}

function environment(name) {
  const there = known.environments[name];
  if (known.refuses.includes("environments") && method === "GET") return [502, { message: "Server Error" }];
  if (method === "GET") return there ? [200, there] : [404, { message: "Not Found" }];
  for (const rule of known.refuses) {
    const asked = rule === "reviewers" ? body.reviewers?.length : body[rule];
    const words = rule === "reviewers" ? "required reviewers" : "wait timer";
    const message = `Failed to create the environment protection rule. Please ensure the billing plan supports the ${words} protection rule.`;
    if (asked) return [422, { message }];
  }
  if (known.refuses.includes("everything but reading"))
    return [403, { message: "Must have admin rights to Repository." }];
  const reviewers = body.reviewers?.map(({ type, id }) => ({ type, reviewer: { id } }));
  const rules = reviewers
    ? [{ type: "required_reviewers", reviewers, prevent_self_review: body.prevent_self_review ?? false }]
    : [];
  if (body.wait_timer) rules.push({ type: "wait_timer", wait_timer: body.wait_timer });
  const { deployment_branch_policy: policy = null } = body;
  const policies = policy?.custom_branch_policies ? (there?.policies ?? []) : [];
  known.environments[name] = { policies, protection_rules: rules, deployment_branch_policy: policy };
  return [200, known.environments[name]];
}

function policies(name) {
  const { policies } = known.environments[name];
  if (method === "POST" && known.refuses.includes("branch policies")) return [404, { message: "Not Found" }];
  if (method === "POST") policies.push(body);
  return [200, { branch_policies: policies }];
}

function variables() {
  const option = (name) => rest[rest.indexOf(name) + 1];
  const environment = rest.includes("--env") ? option("--env") : "";
  if (environment && !known.environments[environment]) return [404, { message: "Not Found" }];
  const mine = known.variables?.[environment] ?? {};
  if (known.refuses.includes("variables")) return [502, { message: "Server Error" }];
  if (rest[0] === "list") return [200, Object.entries(mine).map(([name, value]) => ({ name, value }))];
  if (rest[0] === "delete") {
    delete mine[rest[1]];
    return [200, {}];
  }
  known.variables = { ...known.variables, [environment]: { ...mine, [rest[1]]: option("--body") } };
  return [200, {}];
}

function rulesets(id) {
  if (known.refuses.includes("everything but reading")) {
    if (method !== "GET") return [403, { message: "Must have admin rights to Repository." }];
  }
  if (known.refuses.includes("rulesets"))
    return [403, { message: "Upgrade to GitHub Pro or make this repository public to enable this feature." }];
  if (method === "GET") return [200, known.rulesets];
  if (method === "POST") known.rulesets.push({ id: known.rulesets.length + 1, ...body });
  else known.rulesets[Number(id) - 1] = { id: Number(id), ...body };
  return [200, {}];
}
