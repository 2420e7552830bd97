export { compareGroups } from "./compare-groups.ts";
export { type Challenger, compareWithChampion } from "./compare-with-champion.ts";
export { championFolder, readChampion } from "./read-champion.ts";
export { type ScoredRows, scoreCustomers } from "./score-comparable.ts";
