import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { expect, test } from "vitest";

const read = (name: string) => readFileSync(join(root, "requirements", name), "utf8");
const LOCKS = readdirSync(join(root, "requirements")).filter((name) => name.endsWith(".txt"));

test.each(LOCKS)("%s pins every package exactly and with a hash", (name) => {
  const requirements = read(name)
    .split(/\n(?=[^\s#])/)
    .filter((text) => /^[^\s#]/.test(text));
  expect(requirements.length).toBeGreaterThan(0);
  const loose = requirements.filter(
    (text) => !/^[\w.-]+(\[[\w,]+\])?==[^\s;]+/.test(text) || !text.includes("--hash=sha256:"),
  );
  expect(loose.map((text) => text.split("\n")[0])).toEqual([]);
});

test.each(LOCKS)("%s names no package index and no address", (name) => {
  expect(read(name)).not.toMatch(/^\s*--?(i|index-url|extra-index-url|find-links|f|trusted-host)\b|:\/\//m);
});

test.each(["dvc", "mlflow"])("the lock holds the %s that is asked for", (name) => {
  const [, asked] = new RegExp(`^${name}(?:\\[[\\w,]+\\])?==(\\S+)$`, "m").exec(read(`${name}.in`)) ?? [];
  expect(asked).toBeTypeOf("string");
  expect(read(`${name}.txt`)).toContain(`\n${name}==${asked} `);
});
