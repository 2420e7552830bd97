// IMAGE, a digest or a tag: starts the service as docs/container.md says, and waits until it is ready
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { docker, mustDocker } from "../workflows/docker.mjs";
import { output } from "../workflows/outputs.mjs";
import { imageReference, logIn } from "./images.mjs";
import { becomesReady } from "./ready.mjs";

const PATIENCE_MS = 90_000;
const AS_IN_PRODUCTION = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"];

await main(async () => {
  const reference = imageReference(process.argv[2]);
  logIn();
  const args = ["run", "--detach", ...AS_IN_PRODUCTION, "--publish", "127.0.0.1::8080", reference];
  const container = mustDocker(args).split("\n").at(-1);
  output({ container });
  const url = `http://${mustDocker(["port", container, "8080/tcp"]).split("\n")[0]}`;
  if (!(await becomesReady(url, PATIENCE_MS))) throw notReady(reference, container);
  console.log(`${reference} answers at ${url}`);
  output({ url });
});

function notReady(reference, container) {
  const { output, error } = docker(["logs", "--tail", "40", container]);
  return new Stop(EXIT.CHECK_SAID_NO, `${reference} is not ready after ${PATIENCE_MS / 1000} s:\n${output}\n${error}`);
}
