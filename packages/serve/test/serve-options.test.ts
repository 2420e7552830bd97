import { expect, it } from "vitest";
import { type Flags, serveOptions } from "../src/serve-options.ts";

const flags: Flags = { port: "8080", host: "127.0.0.1", poll: "5", logLevel: "info" };

it.each([
  { with: {}, source: { alias: "production" } },
  { with: { alias: "staging" }, source: { alias: "staging" } },
  { with: { version: "3" }, source: { version: 3 } },
  { with: { version: "3", bundle: "models/churn" }, source: { version: 3, bundle: "models/churn" } },
])("$with serves $source", ({ with: changed, source }) => {
  expect(serveOptions({ ...flags, ...changed })).toMatchObject({ source, port: 8080, pollMs: 5000 });
});

it.each([
  { with: { port: "http" }, says: '--port: expected a whole number from 0 to 65535, received "http"' },
  { with: { port: "70000" }, says: /^--port: / },
  { with: { port: "" }, says: /^--port: / },
  { with: { poll: "0" }, says: '--poll: expected a number from 0.05 to 3600, received "0"' },
  { with: { alias: "live" }, says: '--alias: expected one of candidate, staging, production, received "live"' },
  { with: { version: "1.5" }, says: /^--version: expected a whole number from 1 / },
  { with: { alias: "staging", version: "1" }, says: /^--alias: expected none beside --version or --bundle/ },
  { with: { bundle: "models/churn" }, says: /^--bundle: expected --version N beside it/ },
  { with: { logLevel: "loud" }, says: /^--log-level: expected one of debug, info/ },
])("$with is wrong use", ({ with: changed, says }) => {
  const message = typeof says === "string" ? says : expect.stringMatching(says);
  expect(() => serveOptions({ ...flags, ...changed })).toThrow(
    expect.objectContaining({ code: "USAGE_INVALID", message }),
  );
});
