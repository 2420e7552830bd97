import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { AzureJob, python } from "./azure-job.ts";

const TABLE = "customer_id,churn\n1,0\n";
const MD5 = createHash("md5").update(TABLE).digest("hex");

/** A job with the files that training reads. */
function trainingJob(variables?: Record<string, string>): AzureJob {
  const job = new AzureJob(variables);
  mkdirSync(join(job.folder, "data"));
  mkdirSync(join(job.folder, "metrics"));
  writeFileSync(join(job.folder, "data/customers.csv"), TABLE);
  writeFileSync(join(job.folder, "data.dvc"), `outs:\n- md5: ${MD5}\n`);
  writeFileSync(join(job.folder, "champion.json"), '{"champion":null}');
  for (const path of ["params.yaml", "package.json", "package-lock.json"]) writeFileSync(join(job.folder, path), "{}");
  mkdirSync(join(job.folder, "packages"));
  mkdirSync(join(job.folder, "tools/azure/job"), { recursive: true });
  for (const file of ["stage.mjs", "drift.mjs"]) writeFileSync(join(job.folder, "tools/azure/job", file), "");
  execFileSync("git", ["init", "--quiet"], { cwd: job.folder });
  execFileSync("git", ["add", "environments", "package.json", "package-lock.json"], { cwd: job.folder });
  return job;
}
const commands = (job: AzureJob) => job.az.calls.map(({ cmd }) => cmd);

describe.skipIf(!python)("what training on Azure ML needs, with a stub az", { timeout: 60_000 }, () => {
  it("makes image and environment once for what is in them, and anew when that has changed", async () => {
    const job = trainingJob();
    const first = await job.run("training-environment");
    expect(first).toMatchObject({ exitCode: 0, outputs: expect.stringMatching(/^environment=[0-9a-f]{12}\n$/) });
    const version = first.outputs.slice("environment=".length).trim();
    const image = `images.azurecr.io/churn-training:${version}`;
    const build = `buildx build --file environments/training/Dockerfile --tag ${image} --push .`;
    expect(job.docker.asked).toEqual([build]);
    expect(commands(job)).toEqual(["acr login", "ml environment create"]);
    expect(job.az.state.environments).toMatchObject({ "churn-training": { [version]: { image } } });

    expect((await job.run("training-environment")).outputs).toBe(first.outputs);
    expect(job.docker.asked).toEqual([build]);

    writeFileSync(join(job.folder, "package-lock.json"), '{"another":1}');
    execFileSync("git", ["add", "package-lock.json"], { cwd: job.folder });
    expect((await job.run("training-environment")).outputs).not.toBe(first.outputs);
    expect(job.docker.asked).toHaveLength(2);
  });

  it("uploads the pinned table once, and no other", async () => {
    const job = trainingJob();
    expect(await job.run("data-asset")).toMatchObject({ exitCode: 0, outputs: `data=${MD5}\n` });
    expect(await job.run("data-asset")).toMatchObject({ exitCode: 0, said: `customers:${MD5} is there\n` });
    expect(commands(job)).toEqual(["ml data create", "ml data show"]);
    const other = trainingJob();
    writeFileSync(join(other.folder, "data/customers.csv"), "half of it");
    expect(await other.run("data-asset")).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining("data.dvc pins"),
    });
    expect(commands(other)).toEqual([]);
  });

  it("submits the pipeline under the branch's name and the commit", async () => {
    const job = trainingJob();
    const { exitCode, outputs, said } = await job.run("submit", ["abc123", MD5]);
    expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
    expect(outputs).toMatch(/^job=stub_1\n/);
    expect(job.az.state.jobs.stub_1).toMatchObject({
      display_name: "feature/x c0ffee00c0ff",
      tags: { branch: "feature/x", commit: "c0ffee00c0ffee00" },
      environments: ["churn-training:abc123"],
    });
    const opt = job.az.calls[0]?.opt;
    expect(opt?.["--set"]).toContain(`inputs.data.path=azureml:customers:${MD5}`);
    expect(opt).toMatchObject({ "--resource-group": "the-group", "--workspace-name": "the-workspace" });
  });

  it("hands the champion over as one folder", async () => {
    const job = trainingJob();
    mkdirSync(join(job.folder, "artifacts/champion"), { recursive: true });
    writeFileSync(join(job.folder, "champion.json"), '{"champion":{"version":1}}');
    expect(await job.run("submit", ["abc123", MD5])).toMatchObject({ exitCode: 0 });
    const set = job.az.calls[0]?.opt["--set"] as string[];
    const [, folder = ""] = set.find((one) => one.startsWith("jobs.evaluate.inputs.champion.path="))?.split("=") ?? [];
    expect(existsSync(join(folder, "champion.json"))).toBe(true);
    expect(existsSync(join(folder, "artifacts/champion"))).toBe(true);
  });

  it.each(["Failed", "Running,Canceled", "NotResponding"])("is red when the job ends as %s", async (status) => {
    const job = trainingJob({ AZ_STUB_JOB_STATUS: status });
    await job.run("submit", ["abc123", MD5]);
    const last = status.split(",").at(-1);
    expect(await job.run("wait", ["stub_1"])).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining(`ended as ${last}`),
    });
  });

  it("waits until the job has ended, also when az does not answer once", async () => {
    const job = trainingJob({ AZ_STUB_JOB_STATUS: "Queued,Running,Completed" });
    await job.run("submit", ["abc123", MD5]);
    job.az.fail("ml job show");
    const { exitCode, said } = await job.run("wait", ["stub_1"]);
    expect({ exitCode, said }).toEqual({
      exitCode: 0,
      said: "stub_1: Queued\nstub_1: Running\nstub_1: Completed\n",
    });
  });

  it("gives up on a job that can't be seen", async () => {
    const { exitCode, said } = await trainingJob().run("wait", ["nobody's"]);
    expect({ exitCode, said }).toMatchObject({ exitCode: 3, said: expect.stringContaining("not found") });
  });

  it("brings what was measured and decided, and shows no other run's metrics where there is nothing", async () => {
    const job = trainingJob({ AZ_STUB_JOB_STATUS: "Failed" });
    for (const name of ["eval_metrics", "slices"]) {
      writeFileSync(join(job.folder, `metrics/${name}.json`), "of the commit before");
    }
    await job.run("submit", ["abc123", MD5]);
    expect(await job.run("evaluation", ["stub_1"])).toMatchObject({
      exitCode: 0,
      said: expect.stringContaining("the job has none"),
    });
    expect(existsSync(join(job.folder, "metrics/eval_metrics.json"))).toBe(false);
    job.az.wrote("evaluation", "eval_metrics.json", "measured");
    job.az.wrote("decision", "decision.json", "decided");
    expect(await job.run("evaluation", ["stub_1"])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(job.folder, "metrics/eval_metrics.json"), "utf8")).toBe("measured");
    expect(existsSync(join(job.folder, "metrics/slices.json"))).toBe(false);
    expect(readFileSync(join(job.folder, "artifacts/decision.json"), "utf8")).toBe("decided");
  });

  it("is red where a job that is Completed has not what it measured", async () => {
    const job = trainingJob();
    await job.run("submit", ["abc123", MD5]);
    const { exitCode, said } = await job.run("evaluation", ["stub_1"]);
    expect({ exitCode, said }).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining("evaluation: the job has none"),
    });
  });

  it.each([
    { status: "Running", ended: "stub_1 is cancelled\n", last: "ml job cancel" },
    { status: "Failed", ended: "stub_1 has ended as Failed\n", last: "ml job show" },
  ])("cancels a job that is $status when nobody waits for it", async ({ status, ended, last }) => {
    const job = trainingJob({ AZ_STUB_JOB_STATUS: status });
    await job.run("submit", ["abc123", MD5]);
    expect(await job.run("cancel", ["stub_1"])).toMatchObject({ exitCode: 0, said: ended });
    expect(commands(job).at(-1)).toBe(last);
  });

  it("lets the weekly drift follow production, in an image that comes by way of GitHub's registry", async () => {
    const job = trainingJob();
    job.registry({ production: 2 });
    const env = { AZURE_KEY_VAULT: "kv" };
    expect((await job.run("deployment/drift-schedule")).summary).toContain("`AZURE_KEY_VAULT` is not set");
    expect(commands(job)).toEqual([]);
    expect(await job.run("deployment/drift-schedule", [], { env })).toMatchObject({ exitCode: 3 });

    expect(await job.run("deployment/drift-environment")).toMatchObject({ exitCode: 0 });
    const tag = job.docker.asked.at(-1)?.match(/--tag (ghcr\.io\/acme\/churn:training-(\w+)) --push/);
    const version = tag?.[2] as string;
    const opt = job.az.calls.find(({ cmd }) => cmd === "acr import")?.opt;
    expect(opt).toMatchObject({ "--source": tag?.[1], "--image": `churn-training:${version}` });

    expect(await job.run("deployment/drift-schedule", [], { env })).toMatchObject({ exitCode: 0 });
    expect(job.az.state.schedules).toMatchObject({
      "churn-drift": {
        environment: `churn-training:${version}`,
        inputs: {
          model: "azureml://registries/models/models/churn/versions/2",
          key_vault: "https://kv.vault.azure.net",
          repository: "Acme/Churn",
        },
      },
    });
  });

  it("stops where data.dvc pins nothing, and where a component names another image", async () => {
    const job = trainingJob();
    writeFileSync(join(job.folder, "data.dvc"), "outs: []\n");
    expect(await job.run("data-asset")).toMatchObject({ exitCode: 3, said: expect.stringContaining("data.dvc names") });
    const component = join(job.folder, "components/train/component.yaml");
    writeFileSync(component, readFileSync(component, "utf8").replace("churn-training@latest", "churn-training:1"));
    const { exitCode, said } = await job.run("submit", ["abc123", MD5]);
    expect({ exitCode, said }).toMatchObject({ exitCode: 2, said: expect.stringContaining("train/component.yaml") });
    expect(readFileSync(join(job.folder, "components/gate/component.yaml"), "utf8")).toContain("@latest");
  });
});
