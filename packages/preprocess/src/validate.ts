import { type Dataset, type Expectations, targetColumn } from "@churn/contracts";
import type { ColumnFacts, Found, TableFacts } from "@churn/tables";

/** Every fault of a table, in words; none when it may be trained on. */
export function validate(dataset: Dataset, expectations: Expectations, facts: TableFacts): string[] {
  return [
    ...structureErrors(dataset, facts),
    ...Object.entries(facts.columns).flatMap(([name, column]) => columnErrors(dataset, facts.rows, name, column)),
    ...(Object.keys(facts.columns).length > 0 ? sizeErrors(dataset, facts) : []), // else no row could be read
    ...(facts.rows < dataset.minRows ? [] : expectationErrors(expectations, facts)),
  ];
}

function structureErrors(dataset: Dataset, facts: TableFacts): string[] {
  const { missingColumns, unknownColumns, duplicatedColumns, brokenRows, duplicateIds } = facts;
  return [
    ...(missingColumns.length > 0 ? [`Missing required columns: ${missingColumns.join(", ")}`] : []),
    ...(unknownColumns.length > 0
      ? [`Unknown columns: ${unknownColumns.join(", ")} (not in the contract of ${dataset.name})`]
      : []),
    ...(duplicatedColumns.length > 0 ? [`Columns named twice: ${duplicatedColumns.join(", ")}`] : []),
    ...found(brokenRows, (n) => `${n} can't be read`),
    ...found(duplicateIds, (n) => `Duplicate customers: ${n} with an id that is already there`),
  ];
}

function columnErrors(dataset: Dataset, rows: number, name: string, facts: ColumnFacts): string[] {
  const column = dataset.columns[name];
  if (column === undefined) return [];
  const errors: string[] = [];
  const feature = column.role === "feature" ? column : undefined;
  if (feature?.critical || feature?.missing === "forbidden" || !feature) {
    errors.push(...found(facts.missing, (n) => `${name} has ${n.replace(/ rows?$/, "")} nulls`));
  } else if (feature.missing === undefined) {
    errors.push(
      ...found(facts.missing, (n) => `${name} is missing in ${n} and the contract does not say what that means`),
    );
  } else if (rows > 0 && facts.missing.count === rows) {
    errors.push(`${name} is missing in every row`);
  }
  const expected = {
    text: "text",
    date: "a date (YYYY-MM-DD)",
    integer: "a whole number",
    decimal: "a number",
    flag: "0 or 1",
    category: column.type === "category" ? `one of ${column.categories.join(", ")}` : "",
    label: column.type === "label" ? `${column.negative} or ${column.positive}` : "",
  }[column.type];
  errors.push(...found(facts.invalid, (n) => `${name} is not ${expected} in ${n}`));
  if (column.type === "integer" || column.type === "decimal") {
    errors.push(...found(facts.outside, (n) => `${name} outside ${column.range[0]}..${column.range[1]} in ${n}`));
  }
  return errors;
}

function sizeErrors(dataset: Dataset, facts: TableFacts): string[] {
  const { name, positive, rate } = targetColumn(dataset);
  const errors: string[] = [];
  if (facts.rows < dataset.minRows) {
    errors.push(`Too few rows: ${count(facts.rows)}, at least ${count(dataset.minRows)} are needed`);
  }
  const churnRate = facts.columns[name]?.shares[positive];
  if (churnRate !== undefined && (churnRate < rate[0] || churnRate > rate[1])) {
    errors.push(`Churn rate ${churnRate.toFixed(4)} outside ${rate[0].toFixed(2)}..${rate[1].toFixed(2)}`);
  }
  return errors;
}

function expectationErrors(expectations: Expectations, facts: TableFacts): string[] {
  const errors: string[] = [];
  if (facts.rows < expectations.minRows) {
    errors.push(`Too few rows: ${count(facts.rows)}, expected at least ${count(expectations.minRows)}`);
  }
  const compare = (what: string, value: number | undefined, expected: number, tolerance: number, digits: number) => {
    if (value !== undefined && Math.abs(value - expected) > tolerance) {
      errors.push(
        `${what} is ${value.toFixed(digits)}, expected ${expected.toFixed(digits)} ± ${tolerance.toFixed(digits)}`,
      );
    }
  };
  for (const [name, { share, tolerance }] of Object.entries(expectations.missingShares)) {
    const column = facts.columns[name];
    compare(`${name}: the missing share`, column && column.missing.count / facts.rows, share, tolerance, 3);
  }
  for (const [name, { shares, tolerance }] of Object.entries(expectations.shares)) {
    for (const [value, share] of Object.entries(shares)) {
      compare(`${name}: the share of ${value}`, facts.columns[name]?.shares[value], share, tolerance, 3);
    }
  }
  for (const [name, { tolerance, ...quantiles }] of Object.entries(expectations.quantiles)) {
    for (const [quantile, expected] of Object.entries(quantiles)) {
      const value = facts.columns[name]?.quantiles?.[quantile as keyof typeof quantiles];
      compare(`${name}: the ${quantile.slice(1)} % quantile`, value, expected, tolerance, 2);
    }
  }
  return errors;
}

function found({ count: n, examples }: Found, sentence: (rows: string) => string): string[] {
  if (n === 0) return [];
  const more = n > examples.length ? ", …" : "";
  const some = examples.length > 0 ? `: ${examples.join(", ")}${more}` : "";
  return [`${sentence(`${count(n)} row${n === 1 ? "" : "s"}`)}${some}`];
}

const count = (n: number) => n.toLocaleString("en-US");
