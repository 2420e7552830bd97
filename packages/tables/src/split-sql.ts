import { sqlName, sqlString } from "./sql.ts";

/**
 * Where a customer belongs, from the salted id alone: the first 8 bytes of its MD5, little-endian. A customer never
 * changes sides when the table grows.
 */
export const splitHashSql = (salt: string, id: string): string =>
  `md5_number_upper(concat(${sqlString(`${salt}:`)}, ${sqlName(id)}))`;

/** The hash as a number in [0, 1); below the test fraction: held out. */
export const splitPlaceSql = (hash: string): string => `${hash} / 18446744073709551616.0`;
