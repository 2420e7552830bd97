// The thread of profiler.ts: rows in, their profile out. Danfo comes before tsx, which would read each of its files too.
import "@churn/runtime/faster-start";
import { once } from "node:events";
import { workerData as dataset, parentPort } from "node:worker_threads";
import { tensorflow } from "danfojs-node";
import { register } from "tsx/esm/api";

void tensorflow.tensor1d; // it comes when it is first asked for
register();
const { profile, profilePage } = await import("./profile.ts");
const [rows] = await once(parentPort, "message");
const found = profile(dataset, rows);
parentPort.postMessage({ profile: found, page: profilePage(dataset, found) });
