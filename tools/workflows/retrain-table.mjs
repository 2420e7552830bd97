// scheduled-retrain.yml: where the table is another one, commits its pin on the branch of the retrain
import { appendFileSync, readFileSync } from "node:fs";
import { main } from "../process/main.mjs";
import { run } from "../process/run.mjs";
import { tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { md5In } from "../setup/data.mjs";
import { branchOf, whyUnchanged } from "./retrain.mjs";

const BOT = {
  "user.name": "github-actions[bot]",
  "user.email": "41898282+github-actions[bot]@users.noreply.github.com",
};

await main(async () => {
  const { AS_OF: asOf, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
  const branch = branchOf(asOf);
  const goesOnFromMain = (await git("merge-base", "--is-ancestor", "HEAD", `origin/${branch}`)).code === 0;
  const why = whyUnchanged({
    branch,
    table: md5In(readFileSync("data.dvc", "utf8")),
    onMain: await md5At("HEAD"),
    onBranch: goesOnFromMain ? await md5At(`origin/${branch}`) : undefined,
  });
  if (why) {
    console.log(why);
    appendFileSync(GITHUB_STEP_SUMMARY, `Nothing was trained: ${why}.\n`);
  } else await commitPin(branch, asOf);
  appendFileSync(GITHUB_OUTPUT, `changed=${!why}\nbranch=${branch}\n`);
});

async function md5At(revision) {
  const { code, output } = await git("show", `${revision}:./data.dvc`);
  return code === 0 ? md5In(output) : undefined;
}

async function commitPin(branch, asOf) {
  for (const [key, value] of Object.entries(BOT)) await must("config", key, value);
  await must("switch", "--create", branch);
  await must("add", "data.dvc", "packages/contracts/src/datasets");
  await must("commit", "--quiet", "--message", `data: customers up to ${asOf}`);
}

function git(...args) {
  return run("git", args, { quiet: true });
}

async function must(...args) {
  const { code, output } = await git(...args);
  if (code !== 0) throw new Stop(EXIT.MISSING, `git ${args[0]} ended with exit code ${code}:\n${tail(output)}`);
}
