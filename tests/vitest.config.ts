import { availableParallelism } from "node:os";
import { defineConfig, mergeConfig } from "vitest/config";
import shared from "../vitest.config.ts";

// Most tests here wait for a program of their own.
export default mergeConfig(shared, defineConfig({ test: { maxWorkers: Math.max(2, availableParallelism() - 1) } }));
