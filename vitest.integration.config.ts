import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import shared from "./vitest.config.ts";

// The servers are for all: they take some seconds to start.
const startServer = fileURLToPath(new URL("tests/integration/start-server.ts", import.meta.url));

export default mergeConfig(
  shared,
  defineConfig({
    test: { globalSetup: startServer, fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000 },
  }),
);
