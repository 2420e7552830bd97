import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The verdict of validate was edited to passed.",
  change: edit("artifacts/validation.json", '"errors": []', '"errors": ["Too few rows"]'),
  from: "preprocess",
  stoppedAt: "preprocess",
  says: "did not pass validation",
};
