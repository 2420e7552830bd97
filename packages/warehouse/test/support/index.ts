export { extractFromPostgres, withPostgres } from "../../src/postgres.ts";
export { loadWarehouse } from "./load-warehouse.ts";
