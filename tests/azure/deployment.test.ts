import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { AzureJob, ONE, python, REGISTRY_TOKEN } from "./azure-job.ts";

const OLD = `sha256:${"a".repeat(64)}`;
const NEW = `sha256:${"b".repeat(64)}`;
const ENDPOINT = "churn-of-the-tests";

/** A fake of the smoke tests and the soak: says what it was asked, and answers by number: 0 yes, 1 no, 9 hangs. */
const FAKE_JUDGE = `
  import { appendFileSync, existsSync, readFileSync } from "node:fs";
  const program = process.argv[1].match(/(smoke|soak)\\.cli/)[1];
  const value = (flag) => process.argv[process.argv.indexOf(flag) + 1];
  const deployment = process.argv.includes("--deployment") ? value("--deployment") : "all";
  const token = process.env.SCORING_TOKEN === "stub-access-token" ? "" : " without a token";
  appendFileSync("judged", program + " " + deployment + " is " + value("--version") + token + "\\n");
  const answers = existsSync("answers") ? readFileSync("answers", "utf8").split(",") : [];
  const code = Number(answers[readFileSync("judged", "utf8").trim().split("\\n").length - 1] ?? 0);
  if (code === 9) setTimeout(() => {}, 3_000);
  else process.exitCode = code;
`;

function deploymentJob(variables?: Record<string, string>): AzureJob {
  const job = new AzureJob(variables);
  mkdirSync(join(job.folder, "bundle"));
  writeFileSync(join(job.folder, "package.json"), '{"type":"module"}');
  mkdirSync(join(job.folder, "packages/smoke/src"), { recursive: true });
  mkdirSync(join(job.folder, "tools/azure/job"), { recursive: true });
  for (const name of ["smoke", "soak"])
    writeFileSync(join(job.folder, `packages/smoke/src/${name}.cli.ts`), FAKE_JUDGE);
  return job;
}
const does = (job: AzureJob) =>
  job.az.calls.map(({ cmd, opt }) => `${cmd} ${(opt["--traffic"] as string[] | undefined)?.join(" ") ?? ""}`.trim());
const changes = (job: AzureJob) => does(job).filter((call) => !/ show$|get-access-token$/.test(call));
const traffic = (job: AzureJob) => job.az.state.endpoints[ENDPOINT]?.traffic;
const judged = (job: AzureJob) => readFileSync(join(job.folder, "judged"), "utf8").trim().split("\n");

/** Blue has version 1 and all traffic, green version 2 and none. */
async function bothThere(variables?: Record<string, string>): Promise<AzureJob> {
  const job = deploymentJob(variables);
  const deployment = (name: string, version: number, digest: string) => ({
    name,
    model: `azureml://registries/models/models/churn/versions/${version}`,
    environment: `azureml:churn-scoring:${digest.slice(7, 19)}`,
    provisioning_state: "Succeeded",
  });
  const deployments = { blue: deployment("blue", 1, OLD), green: deployment("green", 2, NEW) };
  const endpoint = {
    name: ENDPOINT,
    provisioning_state: "Succeeded",
    traffic: { blue: 100 },
    mirror_traffic: {},
    deployments,
    scoring_uri: "http://127.0.0.1:9/score",
  };
  job.az.state = { endpoints: { [ENDPOINT]: endpoint }, models: {}, jobs: {}, schedules: {} };
  return job;
}

type Endpoint = AzureJob["az"]["state"]["endpoints"][string];

function edit(job: AzureJob, change: (endpoint: Endpoint) => void): void {
  const { state } = job.az;
  change(state.endpoints[ENDPOINT] as Endpoint);
  job.az.state = state;
}

describe.skipIf(!python)("registering in Azure ML, with a stub az", { timeout: 60_000 }, () => {
  it("is done once for a number, which has one model for ever", async () => {
    const job = deploymentJob();
    expect(await job.run("deployment/register", ["1", "bundle"])).toMatchObject({ exitCode: 0 });
    expect(await job.run("deployment/register", ["1", "bundle"])).toMatchObject({
      exitCode: 0,
      said: "churn 1 is registered\n",
    });
    expect(changes(job)).toEqual(["ml model create"]);
    const { models } = job.az.state;
    expect(models.churn?.[1]).toMatchObject({
      tags: { modelDigest: ONE.modelDigest, releaseDigest: ONE.releaseDigest },
    });
    job.az.state = { ...job.az.state, models: { churn: { 1: { tags: { modelDigest: "f".repeat(64) } } } } };
    expect(await job.run("deployment/register", ["1", "bundle"])).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining("is another model"),
    });
    expect(await job.run("deployment/deploy", ["staging", "1", OLD])).toMatchObject({ exitCode: 1 });
    expect(changes(job)).toEqual(["ml model create"]);
  });
});

describe.skipIf(!python)("the idle colour, with a stub az", { timeout: 60_000 }, () => {
  it("is made with the same bytes, and gets no traffic; made again it is the same", async () => {
    const job = deploymentJob();
    await job.run("deployment/register", ["2", "bundle"]);
    const first = await job.run("deployment/deploy", ["staging", "2", NEW]);
    expect(first).toMatchObject({ exitCode: 0, outputs: "colour=blue\n" });
    const imported = job.az.calls.find(({ cmd }) => cmd === "acr import")?.opt;
    expect(imported).toMatchObject({
      "--source": `ghcr.io/acme/churn@${NEW}`,
      "--name": "images",
      "--repository": "churn",
    });
    expect(changes(job).slice(1)).toEqual([
      "acr import",
      "ml environment create",
      "ml online-endpoint create",
      "ml online-deployment create",
    ]);
    expect(traffic(job)).toEqual({});
    const { blue } = job.az.state.endpoints[ENDPOINT]?.deployments ?? {};
    expect(blue?.model).toMatch(/churn.*2$/);
    expect((await job.run("deployment/deploy", ["staging", "2", NEW])).outputs).toBe("colour=blue\n");
    expect(changes(job)).toHaveLength(5);
    expect(job.az.state.environments).toMatchObject({
      "churn-scoring": { [NEW.slice(7, 19)]: { image: `images.azurecr.io/churn@${NEW}` } },
    });
    expect(readFileSync(join(job.az.folder, "calls.jsonl"), "utf8")).not.toMatch(`${REGISTRY_TOKEN}|token-\\d`);
    expect(job.audiences[0]).toBe("api://AzureADTokenExchange");
  });

  it("takes the place of what was there before, and never of what answers", async () => {
    const job = await bothThere();
    await job.run("deployment/register", ["2", "bundle"]);
    const other = `sha256:${"c".repeat(64)}`;
    expect(await job.run("deployment/deploy", ["production", "2", other])).toMatchObject({
      exitCode: 0,
      outputs: "colour=green\n",
    });
    expect(changes(job).slice(-2)).toEqual(["ml online-deployment delete", "ml online-deployment create"]);
    expect(traffic(job)).toEqual({ blue: 100 });
  });

  it("is left alone where the version answers already", async () => {
    const job = await bothThere();
    await job.run("deployment/register", ["1", "bundle"]);
    const { exitCode, outputs, summary } = await job.run("deployment/deploy", ["production", "1", OLD]);
    expect({ exitCode, outputs }).toEqual({ exitCode: 0, outputs: "" });
    expect(summary).toContain("blue answers with version 1 already");
    expect(changes(job)).not.toContain("ml online-deployment create");
  });

  it("is not made for a model that staging has not registered, or while the traffic is split", async () => {
    const job = await bothThere();
    expect(await job.run("deployment/deploy", ["production", "2", NEW])).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining("is not registered"),
    });
    await job.run("deployment/register", ["2", "bundle"]);
    edit(job, (endpoint) => Object.assign(endpoint, { traffic: { blue: 90, green: 10 } }));
    expect(await job.run("deployment/deploy", ["production", "2", NEW])).toMatchObject({
      exitCode: 1,
      said: expect.stringMatching(/--name churn-of-the-tests .*--traffic "blue=100 green=0"/),
    });
  });

  it.each([
    { traffic: {}, mend: /online-endpoint delete --name churn-of-the-tests/ },
    { traffic: { blue: 100 }, mend: /--traffic "blue=100"/ },
  ])("is not made where the endpoint itself is not well ($traffic)", async ({ traffic, mend }) => {
    const job = await bothThere();
    await job.run("deployment/register", ["2", "bundle"]);
    edit(job, (endpoint) => Object.assign(endpoint, { traffic, provisioning_state: "Failed" }));
    const { exitCode, said } = await job.run("deployment/deploy", ["production", "2", NEW]);
    expect({ exitCode, said }).toMatchObject({ exitCode: 1, said: expect.stringMatching(mend) });
    expect(changes(job)).not.toContain("ml online-deployment create");
  });

  it("shows what the container wrote when it does not become well", async () => {
    const job = deploymentJob({ AZ_STUB_DEPLOYMENT_STATE: "Failed" });
    await job.run("deployment/register", ["2", "bundle"]);
    const { exitCode, said } = await job.run("deployment/deploy", ["staging", "2", NEW]);
    expect({ exitCode, said }).toMatchObject({ exitCode: 1, said: expect.stringContaining("the log of a container") });
  });
});

describe.skipIf(!python)("the traffic, with a stub az", { timeout: 60_000 }, () => {
  it("goes to production's new colour step by step, each after its yes, and the old one stays", async () => {
    const job = await bothThere();
    expect(await job.run("deployment/shift", ["production", "2", "green"])).toMatchObject({ exitCode: 0 });
    expect(judged(job)).toEqual(["smoke green is 2", "soak green is 2", "smoke all is 2"]);
    expect(changes(job)).toEqual([
      "ml online-endpoint update blue=90 green=10",
      "ml online-endpoint update blue=0 green=100",
    ]);
    expect(traffic(job)).toEqual({ blue: 0, green: 100 });
    expect(existsSync(join(job.folder, "azure-traffic.json"))).toBe(false);
    const before = changes(job).length;
    expect(await job.run("deployment/restore")).toMatchObject({ exitCode: 0, summary: "" });
    expect(changes(job)).toHaveLength(before);
  });

  it("goes to staging's new colour after its smoke tests, and the old one is given up", async () => {
    const job = await bothThere();
    expect(await job.run("deployment/shift", ["staging", "2", "green"])).toMatchObject({ exitCode: 0 });
    expect(judged(job)).toEqual(["smoke green is 2", "smoke all is 2"]);
    expect(job.az.state.endpoints[ENDPOINT]).toMatchObject({ traffic: { green: 100 } });
    expect(Object.keys(job.az.state.endpoints[ENDPOINT]?.deployments ?? {})).toEqual(["green"]);
  });

  it.each([
    { when: "the smoke tests of the idle colour", answers: "1", reached: [] },
    { when: "the soak", answers: "0,1", reached: ["blue=90 green=10", "blue=100 green=0"] },
    {
      when: "the last smoke tests",
      answers: "0,0,1",
      reached: ["blue=90 green=10", "blue=0 green=100", "blue=100 green=0"],
    },
  ])("is as before when $when say no", async ({ answers, reached }) => {
    const job = await bothThere();
    writeFileSync(join(job.folder, "answers"), answers);
    const { exitCode, summary } = await job.run("deployment/shift", ["production", "2", "green"]);
    expect(exitCode).toBe(1);
    expect(summary).toBe(reached.length > 0 ? "Azure ML: the traffic is as before: blue=100 green=0.\n\n" : "");
    expect(changes(job)).toEqual(reached.map((map) => `ml online-endpoint update ${map}`));
    expect(traffic(job)).toMatchObject({ blue: 100 });
  });

  it("is as before when az fails in the middle", async () => {
    const job = await bothThere();
    job.az.fail("ml online-endpoint update");
    expect(await job.run("deployment/shift", ["production", "2", "green"])).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining("the service is not well"),
    });
    expect(traffic(job)).toEqual({ blue: 100, green: 0 });
  });

  it("is nobody's again when the first deployment of all is no good", async () => {
    const job = await bothThere();
    edit(job, (endpoint) => Object.assign(endpoint, { traffic: {} }));
    writeFileSync(join(job.folder, "answers"), "0,0,1");
    expect(await job.run("deployment/shift", ["production", "2", "green"])).toMatchObject({ exitCode: 1 });
    expect(changes(job)).toEqual(["ml online-endpoint update green=100", "ml online-endpoint update green=0"]);
  });

  it.each<NodeJS.Signals>(["SIGTERM", "SIGINT"])("is as before when the job is stopped by %s", async (signal) => {
    const job = await bothThere();
    writeFileSync(join(job.folder, "answers"), "0,9");
    const stopped = await job.run("deployment/shift", ["production", "2", "green"], {
      during: (kill) => whenJudged(job, 2).then(() => kill(signal)),
    });
    expect(stopped).toMatchObject({ exitCode: 130, summary: expect.stringContaining("as before: blue=100") });
    expect(traffic(job)).toEqual({ blue: 100, green: 0 });
  });

  it("is brought back by the step after it when az failed at that too", async () => {
    const job = await bothThere();
    writeFileSync(join(job.folder, "answers"), "0,9");
    const during = (kill: (signal: NodeJS.Signals) => void) =>
      whenJudged(job, 2).then(() => {
        job.az.fail("ml online-endpoint update");
        kill("SIGTERM");
      });
    const stopped = await job.run("deployment/shift", ["production", "2", "green"], { during });
    expect(stopped).toMatchObject({
      exitCode: 3,
      said: expect.stringMatching(/Interrupted(.|\n)*the service is not well/),
    });
    expect(traffic(job)).toEqual({ blue: 90, green: 10 });
    expect(await job.run("deployment/restore")).toMatchObject({ exitCode: 0 });
    expect(traffic(job)).toEqual({ blue: 100, green: 0 });
  });

  it("is brought back by the step after it when the program was killed", async () => {
    const job = await bothThere();
    writeFileSync(join(job.folder, "answers"), "0,9");
    await job.run("deployment/shift", ["production", "2", "green"], {
      during: (kill) => whenJudged(job, 2).then(() => kill("SIGKILL")),
    });
    expect(traffic(job)).toEqual({ blue: 90, green: 10 });
    expect(await job.run("deployment/restore")).toMatchObject({
      exitCode: 0,
      summary: expect.stringContaining("as before: blue=100"),
    });
    expect(traffic(job)).toEqual({ blue: 100, green: 0 });
  });

  it.each<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGKILL"])(
    "is as before when %s comes in the middle of a change that goes on in Azure",
    async (signal) => {
      const job = await bothThere({ AZ_STUB_TRAFFIC_SECONDS: "3" });
      const during = (kill: (signal: NodeJS.Signals) => void) =>
        whenAsked(job, "ml online-endpoint update").then(async () => {
          kill(signal);
          await sleep(500);
          kill("SIGKILL"); // as GitHub does
        });
      const { exitCode } = await job.run("deployment/shift", ["production", "2", "green"], { during });
      expect(exitCode).not.toBe(0);
      expect(traffic(job)).toEqual({ blue: 100 }); // not yet
      expect(await job.run("deployment/restore")).toMatchObject({
        exitCode: 0,
        summary: expect.stringContaining("as before: blue=100 green=0"),
      });
      expect(changes(job).at(-1)).toBe("ml online-endpoint update blue=100 green=0");
      expect(traffic(job)).toEqual({ blue: 100, green: 0 });
    },
  );

  it("is given back once more when something else changes there", async () => {
    const job = await bothThere();
    writeFileSync(join(job.folder, "azure-traffic.json"), '{"blue":100,"green":0}');
    job.az.fail("ml online-endpoint update", "(Conflict) another operation is in progress");
    expect(await job.run("deployment/restore")).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(job.folder, "azure-traffic.json"))).toBe(false);
    expect(changes(job)).toHaveLength(2);
  });

  it("is only looked at where the version answers already", async () => {
    const job = await bothThere();
    expect(await job.run("deployment/shift", ["production", "1", ""])).toMatchObject({ exitCode: 0 });
    expect(judged(job)).toEqual(["smoke all is 1"]);
    expect(changes(job)).toEqual([]);
  });

  it("goes back to the colour that holds what the alias production names", async () => {
    const job = await bothThere();
    await job.run("deployment/shift", ["production", "2", "green"]);
    job.registry({ production: 1 });
    job.docker.put(OLD, ONE, "v1");
    expect(await job.run("deployment/rollback")).toMatchObject({
      exitCode: 0,
      summary: expect.stringContaining("blue answers everybody with version 1"),
    });
    expect(changes(job).at(-1)).toBe("ml online-endpoint update blue=100 green=0");
    expect(judged(job).slice(-2)).toEqual(["smoke blue is 1", "smoke all is 1"]);
    expect(await job.run("deployment/rollback")).toMatchObject({ exitCode: 0 });
    expect(traffic(job)).toEqual({ blue: 100, green: 0 });
    job.registry({ production: 7 });
    expect(await job.run("deployment/rollback", [OLD])).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining("No colour of the endpoint is well and holds version 7"),
    });
  });

  it("goes back to the image that the version had before", async () => {
    const job = await bothThere();
    edit(job, ({ deployments }) => Object.assign(deployments.green ?? {}, { model: deployments.blue?.model }));
    job.registry({ production: 1 });
    expect(await job.run("deployment/rollback", [NEW])).toMatchObject({ exitCode: 0 });
    expect(traffic(job)).toEqual({ blue: 0, green: 100 });
    expect(await job.run("deployment/rollback", [OLD])).toMatchObject({ exitCode: 0 });
    expect(traffic(job)).toEqual({ blue: 100, green: 0 });
  });

  it("does not go back to a colour that is not well", async () => {
    const job = await bothThere();
    job.registry({ production: 2 });
    writeFileSync(join(job.folder, "answers"), "1");
    expect(await job.run("deployment/rollback", [NEW])).toMatchObject({ exitCode: 1 });
    edit(job, ({ deployments }) => Object.assign(deployments.green ?? {}, { provisioning_state: "Failed" }));
    expect(await job.run("deployment/rollback", [NEW])).toMatchObject({ exitCode: 3 });
    expect(changes(job)).toEqual([]);
  });
});

const whenAsked = async (job: AzureJob, cmd: string) => {
  while (!job.az.calls.some((call) => call.cmd === cmd)) await sleep(20);
};

async function whenJudged(job: AzureJob, times: number): Promise<void> {
  const path = join(job.folder, "judged");
  while (!existsSync(path) || judged(job).length < times) await sleep(20);
}
