import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { dayOf, makeTable } from "@churn/warehouse";
import { extractFromPostgres } from "@churn/warehouse/test-support";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";
import { AS_OF, certificate, newWarehouse, READER, refresh, url, WORLD, written } from "./postgres-warehouse.ts";

describe.skipIf(!inject("postgres"))("the table from PostgreSQL", () => {
  let warehouse: string;
  let project: ProjectCopy;

  beforeAll(async () => {
    warehouse = url(await newWarehouse(), READER);
    project = smallProject();
  });
  afterAll(() => project.remove());

  it.each([
    { asOf: AS_OF, ...WORLD, rows: 5_000 },
    { asOf: "2026-10-15", seed: 7, rows: 3_000, drift: true },
  ])("has the bytes of the simulated business: $rows rows as of $asOf, seed $seed", async ({ asOf, ...world }) => {
    const [expected, extracted] = [join(temporaryFolder(), "expected"), join(temporaryFolder(), "extracted")] as const;
    await makeTable(expected, world, dayOf(asOf));
    const rows = await extractFromPostgres(url(await newWarehouse(world, asOf), READER), dayOf(asOf), extracted);
    expect(readFileSync(extracted).equals(readFileSync(expected))).toBe(true);
    expect(rows).toBeGreaterThan(world.rows * 0.9);
  });

  it("comes over a connection that is checked, when the address says so", async () => {
    const table = join(temporaryFolder(), "table");
    const checked = `${warehouse}?sslmode=require&sslrootcert=${encodeURIComponent(certificate)}`;
    expect(await extractFromPostgres(checked, dayOf(AS_OF), table)).toBeGreaterThan(1_900);
  });

  it("is pinned with where it comes from, and the address is written nowhere", async () => {
    const [table, pin, expectations] = written(project);
    const first = await refresh(project, warehouse);
    expect(first).toMatchObject({ exitCode: 0, output: expect.stringContaining("source: none → postgres") });
    expect(first.output).toContain("no other machine can get it without a remote: npx dvc remote add");
    const meta = `meta:\n  dataset: subscriptions\n  source: postgres\n  as_of: '${AS_OF}'\n`;
    expect(written(project)).toEqual([table, pin?.replace(/meta:\n( {2}.*\n)+/, meta), expectations]);
    const again = await refresh(project, warehouse);
    expect(again.output).toContain(`unchanged: the table as of ${AS_OF} is the one`);
    expect(first.output + again.output).not.toMatch(/s3cret|postgresql:/);
  });

  it("is never replaced by that of the simulated business because the address is missing", async () => {
    const before = written(project);
    expect(await refresh(project, undefined)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining("comes from postgres, and WAREHOUSE_URL is not set"),
    });
    expect(written(project)).toEqual(before);
  });

  it("can be asked for only where a remote takes it to other machines", async () => {
    const before = written(project);
    expect(await refresh(project, warehouse, "--shared")).toMatchObject({
      exitCode: 3,
      output: expect.stringContaining("no DVC remote is configured, and a table from PostgreSQL can't be made again"),
    });
    expect(written(project)).toEqual(before);
    project.dvc("remote", "add", "-d", "storage", "s3://bucket/path");
    const { exitCode, output } = await refresh(project, warehouse, "--shared");
    expect([exitCode, output]).toEqual([0, expect.stringContaining("next: npm start, npx dvc push")]);
  });
});
