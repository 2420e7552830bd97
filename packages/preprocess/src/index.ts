export { preprocessStage } from "./preprocess.stage.ts";
export { validateStage } from "./validate.stage.ts";
