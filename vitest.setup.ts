import { afterEach, beforeEach, expect, vi } from "vitest";

// A test that prints fails: output nobody reads hides output somebody should.
// No test reaches a registry of somebody's own.
for (const name of ["MLFLOW_TRACKING_URI", "GITHUB_TOKEN"]) delete process.env[name];

beforeEach(() => {
  expect.hasAssertions();
  for (const method of ["log", "info", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => {
      throw new Error(`console.${method} in a test: ${args.join(" ")}`);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
});
