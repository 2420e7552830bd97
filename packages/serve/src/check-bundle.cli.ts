// Is this the model that is meant, and does it answer its golden rows here? The build of an image asks.
import { openBundle } from "@churn/bundle";
import { loadTensorFlow } from "@churn/model";
import { CheckFailed, defineCommand, readEnvironment, runCommand } from "@churn/runtime";

const command = defineCommand("check-bundle", "exit code 0 when a folder holds the bundle of this modelDigest")
  .argument("<folder>")
  .argument("<digest>")
  .action(async (folder: string, digest: string) => {
    const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
    const { modelDigest, dispose } = await openBundle(folder, tf);
    dispose();
    if (modelDigest !== digest) throw new CheckFailed(`${folder} holds ${modelDigest}, expected ${digest}`);
  });

await runCommand(command);
