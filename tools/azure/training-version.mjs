import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, Stop } from "../process/stop.mjs";

const LATEST = "azureml:churn-training@latest";

/**
 * Calls `work` while every component names one version of churn-training; "latest" may be that of another branch. The
 * files are as before afterwards.
 */
export async function withTrainingVersion(root, version, work) {
  const folder = join(root, "components");
  const paths = readdirSync(folder).map((name) => join(folder, name, "component.yaml"));
  const before = paths.map((path) => [path, readFileSync(path, "utf8")]);
  try {
    for (const [path, text] of before) {
      if (!text.includes(LATEST))
        throw new Stop(EXIT.WRONG_USE, `${path} does not name ${LATEST}.`, "let it name that");
      writeFileSync(path, text.replace(LATEST, `azureml:churn-training:${version}`));
    }
    return await work();
  } finally {
    for (const [path, text] of before) writeFileSync(path, text);
  }
}
