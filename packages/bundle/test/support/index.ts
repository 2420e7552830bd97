export { type MadeBundle, makeBundle, resealBundle } from "./make-bundle.ts";
export { makeCustomer, signature } from "./shop.ts";
