import { type CheckedCustomer, customerCheck } from "@churn/bundle";
import { columnOfInput, type Signature, type SignatureInput, type TransformerState } from "@churn/contracts";
import { castSql, numberSql, sqlName, sqlString, type TextTable } from "@churn/tables";

/** Characters of a value in a message. */
const SHOWN = 60;

/** The column that says why a row was rejected. */
export const REASON = "reject_reason";

const typed = (name: string) => sqlName(`${name} typed`);

/** SQL: a table of text with each input as its type too, NULL where it is missing or none of its type. */
function typedTable({ sql, names }: TextTable, { inputs }: Signature): string {
  const lacking = inputs
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => `null::varchar as ${sqlName(name)}`);
  const values = inputs.map((input) => `${castSql(input.name, columnOfInput(input))} as ${typed(input.name)}`);
  return `(select *, ${values.join(", ")} from (select ${["*", ...lacking].join(", ")} from ${sql}))`;
}

/** SQL: whether a value is none that the model takes, by the same rules as `customerCheck`. */
function faultSql({ name, missing, range }: SignatureInput): string {
  const isNone = missing === undefined ? "" : `${sqlName(name)} is not null and `;
  const outside = range ? ` or coalesce(${typed(name)} not between ${range[0]} and ${range[1]}, false)` : "";
  return `(${isNone}${typed(name)} is null${outside})`;
}

/** SQL: for every row in order whether the model takes it, and the columns of its transformer as numbers. */
export function numbersSql(table: TextTable, signature: Signature, state: TransformerState): string {
  const faults = signature.inputs.map(faultSql).join(" or ");
  const numbers = state.columns.map((column) => {
    const categories = column.kind === "category" ? { categories: column.categories } : {};
    return numberSql(`${column.column} typed`, { type: "decimal", ...categories });
  });
  return `select (not (${faults}))::integer, ${numbers.join(", ")} from ${typedTable(table, signature)}`;
}

/** SQL: the rows that the model does not take, as they came, each with all that is wrong with it. */
export function rejectsSql(table: TextTable, signature: Signature): string {
  const expected = expectations(signature);
  const faults = signature.inputs.map((input) => {
    const name = sqlName(input.name);
    const received = `coalesce('"' || left(${name}, ${SHOWN}) || '"', 'none')`;
    const words = `${sqlString(`${input.name}: expected ${expected[input.name]}, received `)} || ${received}`;
    return `case when ${faultSql(input)} then ${words} end`;
  });
  const columns = table.names.map(sqlName).join(", ");
  return `select * from (select ${columns}, concat_ws('; ', ${faults.join(", ")}) as ${REASON}
      from ${typedTable(table, signature)}) where ${REASON} <> ''
    union all by name
    select concat('line ', line, ' is no row: ', why) as ${REASON} from (${table.broken})`;
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
