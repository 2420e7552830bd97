export { FakeGithub, TOKEN } from "./fake-github.ts";
export { plainBundle } from "./plain-bundle.ts";
export { describeRegistry } from "./registry-suite.ts";
