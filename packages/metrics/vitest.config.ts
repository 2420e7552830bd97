import { mergeConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

// pure functions leave nothing behind that a file of its own would have to be shielded from: 2 s instead of 5
export default mergeConfig(shared, { test: { isolate: false } });
