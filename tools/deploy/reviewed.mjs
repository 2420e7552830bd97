// VERSION: does production follow by itself? Only where its environment has reviewers; asked of GitHub each time, so that
// nothing is open that was closed when it was set up
import { main } from "../process/main.mjs";
import { githubApi } from "../workflows/github-api.mjs";
import { output, tell } from "../workflows/outputs.mjs";

await main(async () => {
  const { status, body } = await githubApi("/environments/production");
  const reviewers = body?.protection_rules?.find(({ type }) => type === "required_reviewers")?.reviewers ?? [];
  const reviewed = reviewers.length > 0;
  output({ reviewed });
  if (reviewed) return tell("Production waits for a reviewer.");
  const version = process.argv[2];
  const why = [200, 404].includes(status)
    ? "Production has no reviewers (`npm run github:setup`)"
    : `GitHub did not say whether production has reviewers (${status || "no answer"})`;
  return tell(
    [
      `Version ${version} is proved in staging. ${why}, so it is a run of its own:`,
      `\`gh workflow run deploy-model.yml -f to=production -f version=${version}\``,
    ].join(" "),
  );
});
