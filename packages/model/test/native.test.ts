import { loadTensorFlow } from "../src/index.ts";
import { describeBackend } from "./every-backend.ts";

describeBackend(
  "native",
  await loadTensorFlow("native").catch(() => undefined), // a machine may have no native library
);
