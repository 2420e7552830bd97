// `npm run rehearse`
import { CheckFailed, defineCommand, log, runCommand } from "@churn/runtime";
import { rehearse } from "./rehearsal.ts";

const command = defineCommand("rehearse", "plays a model's way to production and back, on loopback, in a copy").action(
  async () => {
    const { switched } = await rehearse(log);
    if (switched.failed.length > 0) throw new CheckFailed(`requests failed: ${switched.failed.slice(0, 3).join("; ")}`);
  },
);

await runCommand(command);
