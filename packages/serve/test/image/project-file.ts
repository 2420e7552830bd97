import { fileURLToPath } from "node:url";

/** A path in the project, wherever the tests are run from. */
export const projectFile = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
