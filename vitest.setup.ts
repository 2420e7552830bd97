import { afterEach, beforeEach, expect, vi } from "vitest";

// A test that prints fails: output nobody reads hides output somebody should.
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
