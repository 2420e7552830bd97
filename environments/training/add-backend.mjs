// TensorFlow's native library for the image that is being built; without it, as on arm64, jobs train with WebAssembly
import { main } from "../../tools/process/main.mjs";
import { root } from "../../tools/project.mjs";
import { prepareBackend } from "../../tools/setup/backend.mjs";

await main(() => prepareBackend(root));
