import { execFileSync } from "node:child_process";
import module from "node:module";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/** What an expression over `module` is in a program that tsx runs and that has imported this package. */
function afterStart(expression: string): string {
  const runtime = new URL("../src/index.ts", import.meta.url).href;
  const program = `import module from "node:module"; await import("${runtime}"); console.log(${expression})`;
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const args = ["--import", "tsx/esm", "--input-type=module", "--eval", program];
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" }).trim();
}

it("keeps what Node has compiled within node_modules, where Node can", () => {
  const folder = ["node_modules", ".cache", "churn", "compiled"].join(sep);
  expect(afterStart("module.getCompileCacheDir?.() ?? 'none'")).toContain(
    "enableCompileCache" in module ? folder : "none",
  );
});

it("reads the source maps of its own files alone, where Node can", () => {
  const found = JSON.parse(afterStart("JSON.stringify(module.getSourceMapsSupport?.() ?? 'none')"));
  if ("setSourceMapsSupport" in module) expect(found).toMatchObject({ enabled: true, nodeModules: false });
  else expect(found).toBe("none");
});
