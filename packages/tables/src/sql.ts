/** A value as an SQL literal. */
export const sqlString = (value: string): string => `'${value.replaceAll("'", "''")}'`;
/** A name as an SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
