// `npm start`: from nothing to a registered model
import { rmSync } from "node:fs";
import { join } from "node:path";
import { main } from "./process/main.mjs";
import { run } from "./process/run.mjs";
import { EXIT, Stop } from "./process/stop.mjs";
import { root } from "./project.mjs";
import { dvcCommand, dvcEnv } from "./setup/dvc.mjs";
import { takeLock } from "./setup/lock.mjs";
import { setUp } from "./setup/set-up.mjs";
import { failedStage, STATUS_FOLDER } from "./start/stage-status.mjs";
import { summary } from "./start/summary.mjs";

await main(async () => {
  takeLock(root, "start");
  await setUp(root);
  rmSync(join(root, STATUS_FOLDER), { recursive: true, force: true });
  await reproduce();
  await register();
  console.log(summary(root, performance.now()));
});

async function reproduce() {
  const { command, args } = dvcCommand(root);
  // DVC does not see the backend: who asks for one gets a run with it
  const repro = process.env.TFJS_BACKEND ? ["repro", "--force"] : ["repro"];
  const { code } = await run(command, [...args, ...repro], { cwd: root, env: dvcEnv() });
  if (code === 0) return;
  const stage = failedStage(root);
  if (stage) {
    const message = stage.message.split(/\n\s*(?:- )?/).join(" ");
    throw new Stop(stage.exitCode, `npm start: stopped at ${stage.stage}, exit code ${stage.exitCode}. ${message}`);
  }
  throw new Stop(
    EXIT.MISSING,
    `npm start: dvc repro ended with exit code ${code}; its message is above.`,
    "npm run doctor",
  );
}

async function register() {
  const { code } = await run(process.execPath, ["--import", "tsx/esm", "packages/register/src/register.cli.ts"], {
    cwd: root,
  });
  if (code !== 0)
    throw new Stop(code, "npm start: the model is trained and released, but not registered.", "npm run register");
}
