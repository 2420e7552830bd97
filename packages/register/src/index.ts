export { releaseStage } from "./release.stage.ts";
