/** The tables of the warehouse, as DuckDB and PostgreSQL both know them. */
export const SCHEMA = {
  customers: ["customer_id INTEGER NOT NULL", "signed_up_on DATE NOT NULL", "region VARCHAR NOT NULL"],
  plans: [
    "customer_id INTEGER NOT NULL",
    "valid_from DATE NOT NULL",
    "contract_type VARCHAR NOT NULL",
    "payment_method VARCHAR NOT NULL",
    "num_products INTEGER NOT NULL",
    "monthly_cents INTEGER NOT NULL",
  ],
  purchases: ["customer_id INTEGER NOT NULL", "purchased_on DATE NOT NULL", "cents INTEGER NOT NULL"],
  support_calls: ["customer_id INTEGER NOT NULL", "called_on DATE NOT NULL", "topic VARCHAR NOT NULL"],
  usage: ["customer_id INTEGER NOT NULL", "period_end DATE NOT NULL", "active_days INTEGER NOT NULL"],
  renewals: ["customer_id INTEGER NOT NULL", "renewal_date DATE NOT NULL", "outcome VARCHAR NOT NULL"],
} as const;

export type TableName = keyof typeof SCHEMA;
export const TABLE_NAMES = Object.keys(SCHEMA) as TableName[];

export const createTable = (name: TableName): string => `CREATE TABLE ${name} (${SCHEMA[name].join(", ")})`;
