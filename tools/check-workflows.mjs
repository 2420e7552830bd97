// `npm run check:workflows`: actionlint, zizmor's auditor, and our own rules; green means no finding
import { main } from "./process/main.mjs";
import { root } from "./project.mjs";
import { runActionlint, runZizmor } from "./workflows/linters.mjs";
import { findings } from "./workflows/own-rules.mjs";
import { workflowFiles } from "./workflows/workflow-files.mjs";

await main(async () => {
  const files = workflowFiles(root);
  const own = findings(root, files);
  for (const finding of own) console.log(finding);
  const results = [own.length === 0, await runActionlint(root, files), await runZizmor(root)];
  console.log(results.every(Boolean) ? `${files.length} workflows and actions: no finding` : "check:workflows failed");
  return results.every(Boolean) ? 0 : 1;
});
