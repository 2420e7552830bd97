import { type Dataset, type Expectations, type TwinKind, targetColumn, tooManyTwins } from "@churn/contracts";
import type { ColumnFacts, Found, TableFacts } from "@churn/tables";
import { associationErrors, leakErrors } from "./associations.ts";

/** Every fault of a table, in words; none when it may be trained on. */
export function validate(dataset: Dataset, expectations: Expectations, facts: TableFacts): string[] {
  return [
    ...structureErrors(dataset, facts),
    ...Object.entries(facts.columns).flatMap(([name, column]) => columnErrors(dataset, facts.rows, name, column)),
    ...(Object.keys(facts.columns).length > 0 ? sizeErrors(dataset, facts) : []), // else no row could be read
    ...(facts.rows < dataset.minRows
      ? []
      : [
          ...expectationErrors(expectations, facts),
          ...asOfErrors(expectations, facts),
          ...twinErrors(expectations, facts),
          ...associationErrors(dataset, expectations, facts),
          ...leakErrors(dataset, facts),
        ]),
  ];
}

function structureErrors(dataset: Dataset, facts: TableFacts): string[] {
  const { fileFault, missingColumns, unknownColumns, duplicatedColumns, brokenRows, duplicateIds } = facts;
  const missing = missingColumns.length > 0 ? [`Missing required columns: ${missingColumns.join(", ")}`] : [];
  if (fileFault) return [fileFault, ...missing];
  const written = unknownColumns.flatMap((name) => {
    const meant = missingColumns.find((column) => column.toLowerCase() === name.trim().toLowerCase());
    return meant ? [`${JSON.stringify(name)} is ${meant}`] : [];
  });
  return [
    ...missing,
    ...(unknownColumns.length > 0
      ? [`Unknown columns: ${list(unknownColumns)} (not in the contract of ${dataset.name})`]
      : []),
    ...(written.length > 0 ? [`Columns written otherwise than in the contract: ${list(written)}`] : []),
    ...(missingColumns.length > 0 &&
    unknownColumns.length === Object.keys(dataset.columns).length &&
    written.length === 0
      ? ["The first line is no header of this dataset: write the contract's column names there"]
      : []),
    ...(duplicatedColumns.length > 0 ? [`Columns named twice: ${list(duplicatedColumns)}`] : []),
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
  const shares = facts.columns[name]?.shares;
  if (shares && facts.rows > 0 && isUnknown(shares)) {
    errors.push(
      `${name}: no row has a label that the contract knows; write there how the table does it (positive, negative)`,
    );
    return errors;
  }
  const churnRate = shares?.[positive];
  if (churnRate !== undefined && (churnRate < rate[0] || churnRate > rate[1])) {
    errors.push(`Churn rate ${churnRate.toFixed(4)} outside ${rate[0].toFixed(2)}..${rate[1].toFixed(2)}`);
  }
  return errors;
}

/** So many rows are expected and none is there: that is no chance. */
const FEW_ROWS = 10;

function expectationErrors(expectations: Expectations, facts: TableFacts): string[] {
  const errors: string[] = [];
  if (facts.rows < expectations.minRows) {
    errors.push(`Too few rows: ${count(facts.rows)}, expected at least ${count(expectations.minRows)}`);
  }
  const vanished = (what: string, share: number | undefined, expected: number) => {
    const rows = Math.round(expected * facts.rows);
    if (share === 0 && rows >= FEW_ROWS) errors.push(`${what} in no row, expected in about ${count(rows)}`);
  };
  const compare = (what: string, value: number | undefined, expected: number, tolerance: number, digits: number) => {
    if (value !== undefined && Math.abs(value - expected) > tolerance) {
      errors.push(
        `${what} is ${value.toFixed(digits)}, expected ${expected.toFixed(digits)} ± ${tolerance.toFixed(digits)}`,
      );
    }
  };
  for (const [name, { share, tolerance }] of Object.entries(expectations.missingShares)) {
    const column = facts.columns[name];
    const found = column && column.missing.count / facts.rows;
    compare(`${name}: the missing share`, found, share, tolerance, 3);
    vanished(`${name} is missing`, found, share);
  }
  for (const [name, { shares, tolerance }] of Object.entries(expectations.shares)) {
    const found = facts.columns[name]?.shares;
    if (!found || isUnknown(found)) continue; // that is an error already
    for (const [value, share] of Object.entries(shares)) {
      compare(`${name}: the share of ${value}`, found[value], share, tolerance, 3);
      vanished(`${name} is ${value}`, found[value], share);
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

function asOfErrors({ asOf }: Expectations, facts: TableFacts): string[] {
  if (!asOf || !facts.asOf) return [];
  return [
    ...(facts.asOf.last > asOf.last
      ? [`The last as-of date is ${facts.asOf.last}, expected none after ${asOf.last}: that is not known yet`]
      : []),
    ...(facts.asOf.first < asOf.first
      ? [`The first as-of date is ${facts.asOf.first}, expected none before ${asOf.first}: an old extract is among it`]
      : []),
  ];
}

const TWINS: Record<TwinKind, string> = {
  whole: "are equal to another one in every column but the id",
  butOne: "are equal to another one in every column but one",
  butDecimals: "differ from another one in nothing but amounts",
};

/** Equal customers fall on both sides of the split: the model has seen those it is judged by. */
function twinErrors({ twins }: Expectations, facts: TableFacts): string[] {
  return tooManyTwins(twins, facts.twins, facts.rows)
    .slice(0, 1)
    .map((kind) => {
      const share = (100 * facts.twins[kind]).toFixed(1);
      return `${share} % of the customers ${TWINS[kind]}: the same customer under two ids`;
    });
}

function found({ count: n, examples }: Found, sentence: (rows: string) => string): string[] {
  if (n === 0) return [];
  const more = n > examples.length ? ", …" : "";
  const some = examples.length > 0 ? `: ${examples.join(", ")}${more}` : "";
  return [`${sentence(`${count(n)} row${n === 1 ? "" : "s"}`)}${some}`];
}

/** None of the values that the contract knows is there. */
const isUnknown = (shares: Record<string, number>) => Object.values(shares).every((share) => share === 0);

const SHOWN = 20;

function list(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return names.length > SHOWN ? `${shown.join(", ")} and ${names.length - SHOWN} more` : shown.join(", ");
}

const count = (n: number) => n.toLocaleString("en-US");
