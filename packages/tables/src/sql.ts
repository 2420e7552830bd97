/** A value as an SQL literal. */
export const sqlString = (value: string): string => `'${value.replaceAll("'", "''")}'`;
/** A name as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** How many rows a condition holds for; `count(*) filter (where …)` would take DuckDB four times as long. */
export const countSql = (where: string): string => `coalesce(countif(${where}), 0)::integer`;
