import { checkGolden } from "@churn/bundle";
import { loadTensorFlow } from "@churn/model";
import { temporaryFolder } from "@churn/runtime/test-support";
import { expect, it } from "vitest";
import { TinyArtifacts } from "./support/tiny-artifacts.ts";

it("a bundle answers its golden rows with WebAssembly too", async () => {
  const artifacts = await TinyArtifacts.make(temporaryFolder());
  await artifacts.seal();
  const { tf } = await loadTensorFlow("wasm");
  expect(tf.getBackend()).toBe("wasm");
  await expect(checkGolden(artifacts.release, tf)).resolves.toBeUndefined();
});
