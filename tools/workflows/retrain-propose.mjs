// scheduled-retrain.yml: the one open pull request of a retrain; without a token that may, the command that opens it
import { appendFileSync, readFileSync } from "node:fs";
import { main } from "../process/main.mjs";
import { runUrl } from "./failures.mjs";
import { askGithub, listAll } from "./github-api.mjs";
import { proposalByHand, proposalOf, supersededBy } from "./retrain.mjs";

await main(async () => {
  const { BRANCH: branch, RETRAIN_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_STEP_SUMMARY } = process.env;
  const { version } = JSON.parse(readFileSync("artifacts/status/register.json", "utf8"));
  const facts = { branch, version, run: runUrl(process.env) };
  if (!token) return appendFileSync(GITHUB_STEP_SUMMARY, proposalByHand(facts));
  const ask = (method, path, send) => askGithub(path, { method, send, token });
  const proposal = proposalOf({ ...facts, report: readFileSync("artifacts/retrain/report.md", "utf8") });
  const open = await listAll("/pulls?state=open&base=main", { token });
  const mine = open.find(({ head }) => head.ref === branch && head.repo?.full_name === repository);
  const { number, html_url: url } = mine
    ? await ask("PATCH", `/pulls/${mine.number}`, proposal)
    : await ask("POST", "/pulls", { ...proposal, head: branch, base: "main" });
  for (const older of supersededBy(branch, open, repository)) {
    await ask("POST", `/issues/${older.number}/comments`, { body: `#${number} stands in its place.` });
    await ask("PATCH", `/pulls/${older.number}`, { state: "closed" });
  }
  appendFileSync(GITHUB_STEP_SUMMARY, `Proposed: ${url}\n`);
});
