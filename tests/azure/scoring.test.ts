import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";

const read = (path: string) => readFileSync(projectFile(path), "utf8");

test("the platform asks where the service answers", () => {
  const { inference_config: routes } = parse(read("environments/scoring-env.yaml"));
  const [, port] = /^EXPOSE (\d+)$/m.exec(read("packages/serve/Dockerfile")) ?? [];
  const asked = Object.values(routes as Record<string, { port: number; path: string }>);
  expect(asked.map((route) => String(route.port))).toEqual([port, port, port]);
  const served = read("packages/serve/src/routes/inform.ts") + read("packages/serve/src/routes/score.ts");
  expect(served).toContain(`app.get("${routes.liveness_route.path}"`);
  expect(served).toContain(`app.get("${routes.readiness_route.path}"`);
  expect(served).toContain(`app.post("${routes.scoring_route.path}"`);
});

test("the platform sends no more than the service takes on, and waits no longer than it works", () => {
  const { request_settings: settings } = parse(read("endpoints/deployment.yaml"));
  const limit = (name: string) => {
    const [, number = ""] = new RegExp(`^  ${name}: ([\\d_]+),$`, "m").exec(read("packages/serve/src/limits.ts")) ?? [];
    return Number(number.replaceAll("_", ""));
  };
  expect(settings).toEqual({
    max_concurrent_requests_per_instance: limit("requests"),
    request_timeout_ms: limit("requestMs"),
  });
});
