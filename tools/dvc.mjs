#!/usr/bin/env node
// `npx dvc …`: the DVC that this project pins
import { spawn } from "node:child_process";
import { dvcCommand, dvcEnv } from "./setup/dvc.mjs";

const { command, args } = dvcCommand() ?? {};
if (!command) {
  console.error("DVC is not installed yet: run `npm run setup`");
  process.exit(3);
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
