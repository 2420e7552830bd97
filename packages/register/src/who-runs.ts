import { userInfo } from "node:os";

/** Who a record names: the user's name, or its number where the system knows no name. */
export function whoRuns(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
