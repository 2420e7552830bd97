import { EXIT, Stop } from "../process/stop.mjs";

/** A variable of GitHub that says where Azure is; none of them is secret. */
export function setting(name, env = process.env) {
  if (env[name]) return env[name];
  throw new Stop(EXIT.WRONG_USE, `${name} is not set in this job's environment.`, "npm run azure:setup");
}

export const inWorkspace = () => [
  ...["--resource-group", setting("AZURE_RESOURCE_GROUP")],
  ...["--workspace-name", setting("AZURE_WORKSPACE")],
];

/** By its name az knows it, by its login server docker does. */
export const registryName = () => setting("AZURE_CONTAINER_REGISTRY").split(".")[0];
