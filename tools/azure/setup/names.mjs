import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the two parameter files say: project, and for each stage its group and its GitHub environments. */
export function readNames(root) {
  const values = (path) =>
    Object.fromEntries(
      Object.entries(JSON.parse(readFileSync(join(root, path), "utf8")).parameters).map(([name, { value }]) => [
        name,
        value,
      ]),
    );
  const stages = ["dev", "prod"].map((stage) => {
    const { project, environments } = values(`infra/params-${stage}.json`);
    return {
      stage,
      group: `rg-${project}-${stage}`,
      infra: `infra-${stage}`,
      identity: `id-${project}-infra-${stage}`,
      environments: environments.map(({ name }) => name),
    };
  });
  const { project } = values("infra/params-dev.json");
  return { project, group: `rg-${project}-infra`, stages };
}

/** Azure's numbers of the roles that main.bicep gives. */
export const readRoles = (root) => Object.values(JSON.parse(readFileSync(join(root, "infra/roles.json"), "utf8")));
