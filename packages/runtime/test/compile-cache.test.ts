import { execFileSync } from "node:child_process";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("keeps what Node has compiled within node_modules, where Node can", () => {
  const runtime = new URL("../src/index.ts", import.meta.url).href;
  const program = `import module from "node:module"; await import("${runtime}"); console.log(module.getCompileCacheDir?.() ?? "none")`;
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const args = ["--import", "tsx/esm", "--input-type=module", "--eval", program];
  const [major = 0] = process.versions.node.split(".").map(Number);
  expect(execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" })).toContain(
    major < 22 ? "none" : ["node_modules", ".cache", "churn", "compiled"].join(sep),
  );
});
