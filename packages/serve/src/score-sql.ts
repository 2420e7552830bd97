import { type CheckedCustomer, customerCheck } from "@churn/bundle";
import { columnOfInput, type Signature, type SignatureInput, type TransformerState } from "@churn/contracts";
import { castSql, numberSql, placeSql, sqlName, sqlString, type TextTable } from "@churn/tables";

/** Characters of a value in a message. */
const SHOWN = 60;

/** The column that says why a row was rejected. */
export const REASON = "reject_reason";

const typed = (name: string) => sqlName(`${name} typed`);
/** A category as its place in the list, all else as it is. */
const coded = (name: string) => sqlName(`${name} coded`);

/** SQL: the `taken` columns of a table of text, with each input as its type too, NULL where it is missing or none of its type. */
function typedTable({ sql, names }: TextTable, { inputs }: Signature, taken: readonly string[]): string {
  const lacking = inputs
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => `null::varchar as ${sqlName(name)}`);
  const values = inputs.map((input) => `${castSql(input.name, columnOfInput(input))} as ${typed(input.name)}`);
  return `(select *, ${values.join(", ")} from (select ${[...taken, ...lacking].join(", ")} from ${sql}))`;
}

/** SQL: whether a value is none that the model takes, by the same rules as `customerCheck`. */
function faultSql({ name, missing, range }: SignatureInput): string {
  const isNone = missing === undefined ? "" : `${sqlName(name)} is not null and `;
  const outside = range ? ` or coalesce(${typed(name)} not between ${range[0]} and ${range[1]}, false)` : "";
  return `(${isNone}${typed(name)} is null${outside})`;
}

/**
 * SQL: for every row in order its id, NULL or what is wrong with it and how it came, and the inputs as numbers.
 * Of the file it reads the columns that the model takes and no others, once: DuckDB drops a row for what is wrong in a
 * column that it reads, so that two readings may differ in their rows.
 */
export function customersSql(table: TextTable, signature: Signature): string {
  const names = takenNames(table, signature).map(sqlName);
  const faults = signature.inputs.map(faultSql).join(" or ");
  const values = signature.inputs.map(({ name, categories }) => {
    return `${categories ? placeSql(typed(name), categories) : typed(name)} as ${coded(name)}`;
  });
  return `select ${sqlName(signature.id)} as id,
      case when ${faults} then [${[reasonSql(signature), ...names].join(", ")}] end as rejected, ${values.join(", ")}
    from ${typedTable(table, signature, names)}`;
}

/** SQL: for every row of `customers` whether the model takes it, and the columns of the transformer as numbers. */
export function numbersSql({ columns }: TransformerState): string {
  const numbers = columns.map(({ column }) => numberSql(`${column} coded`, { type: "decimal" }));
  return `select (rejected is null)::integer, ${numbers.join(", ")} from customers`;
}

/** SQL: the rows of `customers` that the model does not take, as they came, each with all that is wrong with it. */
export function rejectsSql(table: TextTable, signature: Signature): string {
  const columns = takenNames(table, signature).map((name, i) => `rejected[${i + 2}] as ${sqlName(name)}`);
  return `select ${columns.join(", ")}, rejected[1] as ${REASON} from customers where rejected is not null
    union all by name
    select concat('line ', line, ' is no row: ', why) as ${REASON} from (${table.broken})`;
}

function takenNames({ names }: TextTable, { id, inputs }: Signature): string[] {
  return names.filter((name) => name === id || inputs.some((input) => input.name === name));
}

function reasonSql(signature: Signature): string {
  const expected = expectations(signature);
  const faults = signature.inputs.map((input) => {
    const received = `coalesce('"' || left(${sqlName(input.name)}, ${SHOWN}) || '"', 'none')`;
    const words = `${sqlString(`${input.name}: expected ${expected[input.name]}, received `)} || ${received}`;
    return `case when ${faultSql(input)} then ${words} end`;
  });
  return `concat_ws('; ', ${faults.join(", ")})`;
}

/** What the service says that it expects: nothing takes an object for a value. */
function expectations(signature: Signature): Record<string, string> {
  const customer = Object.fromEntries(signature.inputs.map(({ name }) => [name, {}]));
  const checked: CheckedCustomer = customerCheck(signature)(customer);
  const faults = "faults" in checked ? checked.faults : [];
  return Object.fromEntries(
    faults.map(({ column, detail }) => [column, detail.replace(/^expected |, received [^,]*$/g, "")]),
  );
}
