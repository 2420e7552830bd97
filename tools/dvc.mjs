#!/usr/bin/env node
// `npx dvc …`: the DVC that this project pins
import { spawn } from "node:child_process";
import { root } from "./project.mjs";
import { readPin } from "./setup/data.mjs";
import { dvcCommand, dvcEnv } from "./setup/dvc.mjs";
import { requireRemote } from "./setup/remote.mjs";

const { command, args } = dvcCommand() ?? {};
if (!command) {
  console.error("DVC is not installed yet: run `npm run setup`");
  process.exit(3);
}
const [word, second] = process.argv.slice(2);
if (word === "repro" || (word === "exp" && second === "run")) {
  const { pinned, actual } = await readPin(root);
  if (pinned && actual && pinned !== actual) {
    console.error("data/customers.csv is not the table that data.dvc pins; DVC would pin it in silence.");
    console.error("  mend:  npm run data, which says what can be done");
    process.exit(1);
  }
}
if (["pull", "push", "fetch"].includes(word)) {
  await requireRemote(root, process.argv).catch(({ message, exitCode }) => {
    console.error(message);
    process.exit(exitCode);
  });
}
const child = spawn(command, [...args, ...process.argv.slice(2)], { stdio: "inherit", env: dvcEnv() });
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {}); // the terminal sends these to DVC too
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("error", ({ message }) => {
  console.error(`${command} cannot be started (${message}): run \`npm run setup\`, or correct DVC_BIN`);
  process.exit(3);
});
child.on("exit", (code, signal) => {
  if (!signal) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
