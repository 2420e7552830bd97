export type { World } from "./business/world.ts";
export { dayOf } from "./calendar.ts";
export { measureExpectations } from "./expectations.ts";
export { makeTable } from "./make-table.ts";
