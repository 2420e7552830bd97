import { defineConfig, mergeConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

// One server for all: it takes some seconds to start.
export default mergeConfig(
  shared,
  defineConfig({ test: { globalSetup: "start-server.ts", fileParallelism: false, testTimeout: 60_000 } }),
);
