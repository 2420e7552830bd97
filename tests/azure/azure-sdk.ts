import { trainingOverrides } from "@churn/tools/azure/overrides.mjs";
import { lockedPythonFor } from "../support/locked-python.ts";
import { projectFile } from "../support/project-file.ts";

/** A Python with the SDK of Azure ML. */
export const sdkPython = () => lockedPythonFor("azureml", 10);
export const NO_SDK = "the SDK of Azure ML can't be had: no Python 3.10, or its packages are out of reach";

/** What train.yml sets, for a branch whose name a shell would run. */
export const training = trainingOverrides({
  displayName: "feature-x-0123456",
  branch: "feature/$(reboot)'",
  commit: "0123456789abcdef0123456789abcdef01234567",
  data: "f9c6a3ef4658aff27afda3e66bd9e8ff",
  champion: projectFile("packages/contracts/src"), // any folder
});
