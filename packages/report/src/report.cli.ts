import { defineCommand, log, runCommand } from "@churn/runtime";
import { find } from "./find.ts";
import { reportText } from "./report-text.ts";

type Options = {
  base: string;
  minAccuracy?: number;
  minAuc?: number;
  madeElsewhere?: boolean;
  tests?: string;
  link: { name: string; url: string }[];
};

const command = defineCommand("report", "says in Markdown what the last run found, beside another commit");
command
  .option("--base <revision>", "the git revision to compare with", "main")
  .option("--min-accuracy <number>", "what a workflow asks for besides params.yaml", Number)
  .option("--min-auc <number>", "the same", Number)
  .option("--made-elsewhere", "the metrics here were brought from a run elsewhere, and its model was not")
  .addOption(
    command.createOption("--tests <outcome>", "how the unit tests ended, as GitHub Actions calls it").env("TESTS"),
  )
  .option(
    "--link <name=url>",
    "a link for its end, as often as there are some; one without a url is left out",
    link,
    [],
  )
  .action(async ({ base, minAccuracy, minAuc, madeElsewhere = false, tests, link }: Options) => {
    const minimum = { accuracy: minAccuracy, roc_auc: minAuc };
    const testsFailed = tests === "failure" || tests === "cancelled";
    log(reportText(await find(base, { minimum, testsFailed, links: link, madeElsewhere })).trimEnd());
  });

function link(text: string, all: Options["link"]): Options["link"] {
  const at = text.indexOf("=");
  const url = text.slice(at + 1);
  return at > 0 && url !== "" ? [...all, { name: text.slice(0, at), url }] : all;
}

await runCommand(command);
