import { type Dataset, PipelineError } from "@churn/contracts";

/**
 * Checks that a table has the columns that its contract describes, and no other.
 *
 * @throws PipelineError CHECK_FAILED
 */
export function requireColumns({ name, columns }: Dataset, header: readonly string[], where = "the table"): void {
  const missing = Object.entries(columns)
    .filter(([column, definition]) => !header.includes(column) && !("required" in definition))
    .map(([column]) => column);
  const unknown = header.filter((column) => !Object.hasOwn(columns, column));
  if (missing.length + unknown.length === 0) return;
  throw new PipelineError("CHECK_FAILED", {
    what: [
      ...(missing.length > 0
        ? [`the table lacks columns that the contract of ${name} requires: ${missing.join(", ")}`]
        : []),
      ...(unknown.length > 0
        ? [`the contract of ${name} does not know columns of the table: ${unknown.join(", ")}`]
        : []),
    ].join("\n"),
    where: `${where}; packages/contracts/src/datasets/${name}.ts`,
    fix:
      missing.length > 0
        ? "give the table that belongs to the contract, or mend the contract"
        : `leave them out (--without ${unknown.join(",")}), or describe them in the contract`,
  });
}
