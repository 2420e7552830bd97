import { readFileSync } from "node:fs";
import { Golden } from "@churn/contracts";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";
import { breakBundle } from "./broken-bundle.ts";
import { type Ended, run, ScoringServer } from "./programs.ts";
import { type Answered, SteadyLoad } from "./steady-load.ts";

export type Tell = (line: string) => void;
/** What came of it; `seconds` of each step by its name. */
export type Rehearsal = {
  readonly refused: Ended;
  readonly switched: Answered;
  readonly seconds: Readonly<Record<string, number>>;
};

/** A shared machine trains meanwhile: what is judged here is what is answered, not how soon. */
const P99_MS = "5000";

const program = (name: string) => `packages/register/src/${name}.cli.ts`;

/**
 * A model's whole way, with the programs that the cloud runs, on loopback: registered, staged, tested, in production,
 * replaced under load, and taken back.
 *
 * @throws Error when a step does not end as it should, with what was printed
 */
export async function rehearse(tell: Tell): Promise<Rehearsal> {
  const seconds: Record<string, number> = {};
  const servers: ScoringServer[] = [];
  let project: ProjectCopy | undefined;
  let load: SteadyLoad | undefined;

  async function step<T>(name: string, work: () => Promise<T> | T): Promise<T> {
    const began = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - began) / 1000;
    tell(`${name.padEnd(64)} ${seconds[name].toFixed(1).padStart(5)} s`);
    return result;
  }
  const serve = async (copy: ProjectCopy, alias: string) => {
    const server = await ScoringServer.start(copy, alias);
    servers.push(server);
    return server;
  };

  try {
    const copy = await step("a small project: 2,000 customers", () => smallProject());
    project = copy;
    const register = async () => {
      must(copy.dvc("repro"), 0);
      must(await run(copy, program("register")), 0);
    };
    const promote = async (to: string, ...more: string[]) => run(copy, program("promote"), "--to", to, ...more);
    const smoke = async ({ url }: ScoringServer, alias: string) => {
      must(await run(copy, "packages/smoke/src/smoke.cli.ts", "--url", url, "--alias", alias, "--p99", P99_MS), 0);
    };

    await step("train, judge and register version 1", register);
    await step("promote version 1 to staging", async () => must(await promote("staging"), 0));
    const staging = await step("serve staging", () => serve(copy, "staging"));
    await step("smoke tests on staging", () => smoke(staging, "staging"));
    await step("promote version 1 to production", async () => must(await promote("production"), 0));
    const production = await step("serve production", () => serve(copy, "production"));
    const customers = goldenCustomers(copy);

    const refused = await step("a broken candidate is refused", async () => {
      await breakBundle(copy.path("models/churn"));
      return must(await run(copy, program("register")), 1);
    });
    tell(`  ${firstLine(refused.output)}`);

    copy.setParam(["train", "seed"], 7);
    await step("train, judge and register version 2", register);
    await step("promote version 2 to staging", async () => must(await promote("staging"), 0));
    await step("staging follows", () => staging.until(({ model }) => model.version === 2));
    await step("smoke tests on staging again", () => smoke(staging, "staging"));

    load = new SteadyLoad(production.url, customers);
    await step("promote version 2 to production, under load", async () => must(await promote("production"), 0));
    await step("production follows", () => production.until(({ model }) => model.version === 2));
    await step("roll back to version 1, under load", async () =>
      must(await run(copy, program("rollback"), "--reason", "a rehearsal"), 0),
    );
    await step("production follows back", () => production.until(({ model }) => model.version === 1));
    const switched = await load.end();
    tell(`  ${switched.requests} requests while it switched twice, ${switched.failed.length} failed`);
    await step("smoke tests on production", () => smoke(production, "production"));
    await step("both services end", async () => {
      for (const server of servers) if ((await server.stop()) !== 0) throw new Error("a service did not end well");
    });
    return { refused, switched, seconds };
  } finally {
    await load?.end();
    for (const server of servers) await server.stop();
    project?.remove();
  }
}

function must(ended: Ended, exitCode: number): Ended {
  if (ended.exitCode === exitCode) return ended;
  throw new Error(`exit code ${ended.exitCode}, expected ${exitCode}:\n${ended.output}`);
}

const goldenCustomers = (project: ProjectCopy) =>
  Golden.parse(JSON.parse(readFileSync(project.path("models/churn/golden.json"), "utf8"))).map(({ row }) => row);

const firstLine = (output: string) => output.trim().split("\n")[0] ?? "";
