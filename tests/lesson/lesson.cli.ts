// `npm run lesson -- marcus`
import { defineCommand, log, runCommand } from "@churn/runtime";
import { Argument } from "commander";
import { replayMarcus, tell } from "./marcus.ts";

const command = defineCommand("lesson", "replays a story of the course, gates off and gates on")
  .addArgument(new Argument("<story>", "whose story").choices(["marcus"]))
  .action(async () => log(tell(await replayMarcus())));

await runCommand(command);
