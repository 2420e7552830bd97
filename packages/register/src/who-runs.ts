import { userInfo } from "node:os";
import { type Environment, readEnvironment } from "@churn/runtime";

/** Who a record names: the run in CI, else the user's name, or its number where the system knows no name. */
export function whoRuns(environment: Environment = readEnvironment()): string {
  const { GITHUB_RUN_ID, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_ACTOR } = environment;
  if (GITHUB_RUN_ID) {
    return `CI run ${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}, started by ${GITHUB_ACTOR}`;
  }
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
