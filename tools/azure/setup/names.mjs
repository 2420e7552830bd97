import { readFileSync } from "node:fs";
import { join } from "node:path";

/** As main.bicep has them. */
const ENVIRONMENTS = { dev: ["dev", "staging"], prod: ["production", "production-rollback"] };

/** What is named by the project: a group, and for each stage another and the identity that deploys it. */
export function readNames(root) {
  const project = readJson(root, "infra/params-dev.json").parameters.project.value;
  const stages = Object.entries(ENVIRONMENTS).map(([stage, environments]) => ({
    stage,
    environments,
    group: `rg-${project}-${stage}`,
    infra: `infra-${stage}`,
    identity: `id-${project}-infra-${stage}`,
  }));
  return { project, group: `rg-${project}-infra`, stages };
}

/** The roles that main.bicep gives, and Azure's number of each. */
export const readRoles = (root) => readJson(root, "infra/roles.json");

const readJson = (root, path) => JSON.parse(readFileSync(join(root, path), "utf8"));
