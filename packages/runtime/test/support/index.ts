export { freePort } from "./free-port.ts";
export { temporaryFolder } from "./temporary-folder.ts";
export { type MakeFolder, useFolders } from "./use-folders.ts";
