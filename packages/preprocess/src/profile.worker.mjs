// The thread of profiler.ts: rows in, their profile out. Danfo comes before tsx, which would read each of its files too.
import "@churn/runtime/faster-start";
import "danfojs-node";
import { once } from "node:events";
import { workerData as dataset, parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { profile, profilePage } = await import("./profile.ts");
const [rows] = await once(parentPort, "message");
const found = profile(dataset, rows);
parentPort.postMessage({ profile: found, page: profilePage(dataset, found) });
