export { trainStage } from "./train.stage.ts";
