import { seededRandom } from "@churn/metrics";
import { CheckFailed, defineCommand, log, readEnvironment, runCommand } from "@churn/runtime";
import { drawCustomers } from "./draw-customers.ts";
import { type Named, withExpectedModel } from "./expected-model.ts";
import { positiveNumber } from "./positive-number.ts";
import { ScoringService, type Way } from "./scoring-service.ts";
import { soak } from "./soak.ts";
import { bundleReference, type Row, type SoakReference, serviceReference } from "./soak-reference.ts";

type Options = Named &
  Pick<Way, "scoringOnly" | "deployment"> & {
    url: string;
    minutes: string;
    reference?: string;
    p99: string;
  };

const CUSTOMERS = 5_000;
/** A reference that takes longer for an answer has none. */
const REFERENCE_MS = 1_000;
const TRAFFIC = { perSecond: 50, fewest: 200 };

const command = defineCommand("soak", "sends traffic to a scoring service for a while and says whether it bears it")
  .requiredOption("--url <url>", "where the service answers; SCORING_TOKEN is shown to it where that is set")
  .requiredOption("--minutes <minutes>", "for how long")
  .option("--alias <alias>", "the version whose customers are sent, and whose scores are expected", "staging")
  .option("--version <number>", "that one instead; beside --bundle its number")
  .option("--bundle <folder>", "the bundle, without a registry")
  .option("--reference <url or folder>", "hold it against this service, or this bundle, instead")
  .option("--p99 <ms>", "within which 99 % must be answered, or within twice the reference's time", "100")
  .option("--scoring-only", "only /score can be reached, as at an endpoint of Azure ML")
  .option("--deployment <name>", "the deployment of such an endpoint that should answer, whatever its traffic")
  .action(async ({ url, minutes, reference, p99, scoringOnly, deployment, ...named }: Options) => {
    const service = new ScoringService(url, { scoringOnly, deployment, token: readEnvironment().SCORING_TOKEN });
    const plan = { minutes: positiveNumber("--minutes", minutes), p99Ms: positiveNumber("--p99", p99) };
    const why = await withExpectedModel(named, async (expected) => {
      const rows = drawCustomers(CUSTOMERS, expected, seededRandom(1));
      await service.reach();
      const beside = await referenceOf(reference ?? expected.folder, rows);
      return soak(service, beside, {
        ...plan,
        rows,
        modelDigest: expected.modelDigest,
        ...TRAFFIC,
        tell: log,
      });
    });
    if (why.length > 0) throw new CheckFailed(["no:", ...why.map((line) => `  - ${line}`)].join("\n"));
    log("yes: errors, speed and scores are within their limits");
  });

async function referenceOf(named: string, rows: readonly Row[]): Promise<SoakReference> {
  if (!/^https?:/.test(named)) return bundleReference(named, rows);
  const other = new ScoringService(named, { timeoutMs: REFERENCE_MS });
  await other.reach();
  return serviceReference(other, rows);
}

await runCommand(command);
