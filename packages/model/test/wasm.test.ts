import { loadTensorFlow } from "../src/index.ts";
import { describeBackend } from "./every-backend.ts";

describeBackend("wasm", await loadTensorFlow("wasm"));
