import { CheckFailed, defineCommand, log, readEnvironment, runCommand } from "@churn/runtime";
import { type Named, withExpectedModel } from "./expected-model.ts";
import { positiveNumber } from "./positive-number.ts";
import { ScoringService, type Way } from "./scoring-service.ts";
import { smoke, smokeTable } from "./smoke.ts";

const REQUESTS = 300;

type Options = Named & Pick<Way, "scoringOnly" | "deployment"> & { url: string; p99: string };

const command = defineCommand("smoke", "looks from outside whether a scoring service does what its model promises")
  .requiredOption("--url <url>", "where the service answers; SCORING_TOKEN is shown to it where that is set")
  .option("--alias <alias>", "the version that should answer", "production")
  .option("--version <number>", "that one instead; beside --bundle its number")
  .option("--bundle <folder>", "the bundle that should answer, without a registry")
  .option("--p99 <ms>", "within which 99 % of the requests must be answered", "100")
  .option("--scoring-only", "only /score can be reached, as at an endpoint of Azure ML")
  .option("--deployment <name>", "the deployment of such an endpoint that should answer, whatever its traffic")
  .action(async ({ url, p99, scoringOnly, deployment, ...named }: Options) => {
    const service = new ScoringService(url, { scoringOnly, deployment, token: readEnvironment().SCORING_TOKEN });
    const asked = { service, requests: REQUESTS, p99Ms: positiveNumber("--p99", p99) };
    const results = await withExpectedModel(named, (expected) => smoke({ ...asked, expected }));
    log(smokeTable(results));
    const failed = results.filter(({ passed }) => !passed).length;
    if (failed > 0) throw new CheckFailed(`${failed} of ${results.length} checks failed at ${url}`);
  });

await runCommand(command);
