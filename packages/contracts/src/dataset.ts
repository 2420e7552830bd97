import { PipelineError } from "./errors.ts";

/**
 * What it means when a value is not there. `forbidden`: a row without it is an error. Otherwise the reason in words,
 * and the number that stands in its place; an indicator column then tells the model that the value was missing.
 */
export type Missing = "forbidden" | { readonly means: string; readonly encodeAs: "median" | number };

type Described = { readonly description: string };
/** `required: false`: the table may lack the column. `critical`: a missing value is an error whatever `missing` says. */
type Feature = Described & {
  readonly role: "feature";
  readonly required?: false;
  readonly critical?: true;
  /** Absent while nobody has decided: missing values are then an error that asks the question. */
  readonly missing?: Missing;
};

export type IdColumn = Described & { readonly role: "id"; readonly type: "text" };
export type AsOfColumn = Described & { readonly role: "as-of"; readonly type: "date" };
export type TargetColumn = Described & {
  readonly role: "target";
  readonly type: "label";
  /** How the table writes "churned" and "stayed". */
  readonly positive: string;
  readonly negative: string;
  /** The share of churners outside of which the table is taken for broken. */
  readonly rate: readonly [number, number];
};
export type NumberColumn = Feature & {
  readonly type: "integer" | "decimal";
  readonly unit: string;
  /** Inclusive. */
  readonly range: readonly [number, number];
};
export type CategoryColumn = Feature & { readonly type: "category"; readonly categories: readonly string[] };
/** 0 or 1. */
export type FlagColumn = Feature & { readonly type: "flag" };

export type FeatureColumn = NumberColumn | CategoryColumn | FlagColumn;
export type Column = IdColumn | AsOfColumn | TargetColumn | FeatureColumn;

/** A group of customers that is judged on its own: by every value of a category, by missing values, or below a bound. */
export type Slice =
  | { readonly by: string }
  | { readonly name: string; readonly column: string; readonly missing: true }
  | { readonly name: string; readonly column: string; readonly below: number };

/** The only place that knows the columns of a table; everything else is derived from it. */
export type Dataset = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly source: string;
  /** A CSV file that anybody may download, and the md5 by which it is known. */
  readonly publicTable?: { readonly url: string; readonly md5: string };
  /** Decides with the id which part a customer belongs to; belongs to the data, so that no seed can move a customer. */
  readonly splitSalt: string;
  readonly minRows: number;
  /**
   * ROC AUC above which a column alone tells churners from stayers too well to have been known before they left: then
   * it is taken for a leak. Absent: `LEAK_AREA`.
   */
  readonly leakArea?: number;
  readonly columns: Readonly<Record<string, Column>>;
  readonly slices: readonly Slice[];
};

export const LEAK_AREA = 0.92;

export type Named<C extends Column> = C & { readonly name: string };

/** Checks what the types can't: one id, one target, at most one as-of date, slices over known columns. */
export function defineDataset(dataset: Dataset): Dataset {
  const columns = Object.entries(dataset.columns);
  const count = (role: Column["role"]) => columns.filter(([, column]) => column.role === role).length;
  const faults = [
    ...(count("id") === 1 ? [] : [`needs exactly one id column, has ${count("id")}`]),
    ...(count("target") === 1 ? [] : [`needs exactly one target column, has ${count("target")}`]),
    ...(count("as-of") <= 1 ? [] : [`has ${count("as-of")} as-of columns, may have one`]),
    ...(count("feature") > 0 ? [] : ["has no feature"]),
    ...columns.flatMap(([name, column]) => columnFaults(name, column)),
    ...dataset.slices.flatMap((slice) => sliceFaults(dataset, slice)),
  ];
  if (faults.length === 0) return dataset;
  throw new PipelineError("CONTRACT_INVALID", {
    what: `the contract of ${dataset.name} ${faults.join("; ")}`,
    where: `packages/contracts/src/datasets/${dataset.name}.ts`,
    fix: "mend the contract",
  });
}

function columnFaults(name: string, column: Column): string[] {
  const isOptional = "required" in column && column.required === false;
  return [
    ...(isOptional && typeof column.missing !== "object"
      ? [`${name}: the table may lack it, so say what a missing value means`]
      : []),
    ...valueFaults(name, column),
  ];
}

function valueFaults(name: string, column: Column): string[] {
  const faultIf = (is: boolean, fault: string) => (is ? [`${name}: ${fault}`] : []);
  const encodeAs = "missing" in column && typeof column.missing === "object" ? column.missing.encodeAs : undefined;
  switch (column.type) {
    case "integer":
    case "decimal":
      return faultIf(column.range[0] >= column.range[1], "empty range");
    case "label":
      return faultIf(column.positive === column.negative, "churned and stayed are written the same");
    case "flag":
      return faultIf(![undefined, 0, 1].includes(encodeAs as number), "a missing flag is encoded as 0 or 1");
    case "category": {
      const distinct = new Set(column.categories.map((value) => value.toLowerCase()));
      return [
        ...faultIf(column.categories.length < 2, "fewer than two categories"),
        ...faultIf(distinct.size < column.categories.length, "two categories that differ at most in case"),
        ...faultIf(
          encodeAs !== undefined && encodeAs !== 0,
          "a missing category is all zeros with an indicator, so encodeAs is 0",
        ),
      ];
    }
    default:
      return [];
  }
}

function sliceFaults({ columns }: Dataset, slice: Slice): string[] {
  const name = "by" in slice ? slice.by : slice.column;
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column?.role !== "feature") return [`slice over ${name}, which is not a feature`];
  const isNumber = column.type === "integer" || column.type === "decimal";
  if ("by" in slice && isNumber) return [`slice by ${name}, which is a number: say below which value`];
  if ("below" in slice && !isNumber) return [`slice below a value of ${name}, which is not a number`];
  return [];
}

function columnWithRole<R extends Column["role"]>(dataset: Dataset, role: R) {
  const entry = Object.entries(dataset.columns).find(([, column]) => column.role === role);
  return entry && ({ name: entry[0], ...entry[1] } as Named<Extract<Column, { role: R }>>);
}

export const idColumn = (dataset: Dataset) => columnWithRole(dataset, "id") as Named<IdColumn>;
export const targetColumn = (dataset: Dataset) => columnWithRole(dataset, "target") as Named<TargetColumn>;
export const asOfColumn = (dataset: Dataset) => columnWithRole(dataset, "as-of") as Named<AsOfColumn> | undefined;

/** In the order of the contract, which is the order of the model's inputs. */
export function featureColumns(dataset: Dataset): Named<FeatureColumn>[] {
  return Object.entries(dataset.columns).flatMap(([name, column]) =>
    column.role === "feature" ? [{ name, ...column }] : [],
  );
}

/** Every slice with a name of its own: `by: "region"` becomes region=north, region=south, … */
export function namedSlices(dataset: Dataset): NamedSlice[] {
  return dataset.slices.flatMap((slice): NamedSlice[] => {
    if ("name" in slice) return [slice];
    const column = dataset.columns[slice.by];
    const values = column?.type === "category" ? column.categories : ["0", "1"];
    return values.map((value) => ({ name: `${slice.by}=${value}`, column: slice.by, equals: value }));
  });
}
export type NamedSlice =
  | { readonly name: string; readonly column: string; readonly equals: string }
  | Exclude<Slice, { by: string }>;
