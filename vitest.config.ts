import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "integration/**", "act/**"], // npm run test:integration, npm run test:workflows
    setupFiles: [fileURLToPath(new URL("vitest.setup.ts", import.meta.url))],
    reporters: ["default", "json"],
    outputFile: { json: "test-results.json" },
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
