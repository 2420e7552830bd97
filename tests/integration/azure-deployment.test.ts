import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { AzureJob, python } from "../azure/azure-job.ts";
import { FakeEndpoint } from "../support/fake-endpoint.ts";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";

const ENDPOINT = "churn-of-the-tests";
const digestOf = (version: number) => `sha256:${String(version).repeat(64)}`;

describe.skipIf(!python)(
  "an endpoint: a stub az and a fake endpoint before the real service",
  { timeout: 300_000 },
  () => {
    let project: ProjectCopy;
    beforeAll(() => {
      project = smallProject();
      for (const seed of [1, 2]) {
        project.setParam(["train", "seed"], seed);
        project.commit(`seed ${seed}`);
        expect(project.dvc("repro")).toMatchObject({ exitCode: 0 });
        expect(program("register")).toMatchObject({ exitCode: 0 });
      }
    }, 300_000);
    afterAll(() => project.remove());

    const program = (name: string, ...args: string[]) =>
      project.run("--import", "tsx/esm", `packages/register/src/${name}.cli.ts`, ...args);

    it("takes a version that its own smoke tests say yes to, and gives the traffic back for one that breaks", async () => {
      const endpoint = await FakeEndpoint.start();
      onTestFinished(() => endpoint.close());
      const job = new AzureJob({ AZ_STUB_SCORING_URI: endpoint.scoringUri }, project.folder);
      endpoint.made = { az: job.az, docker: job.docker, project: project.folder };
      const { versions } = JSON.parse(program("models", "--json").output);
      writeFileSync(project.path("models.json"), JSON.stringify({ versions, aliases: {} }));
      for (const { version, modelDigest } of versions) {
        expect(
          program("models", "download", String(version), join(job.docker.folder, digestOf(version).slice(7))),
        ).toMatchObject({ exitCode: 0 });
        job.docker.put(digestOf(version), { version, modelDigest });
      }
      const step = async (name: string, ...args: string[]) => {
        // the smoke tests bring the bundle from the folder registry, and only the import asks for GitHub's token
        const env = { GITHUB_TOKEN: name === "deploy" ? "t0ken" : "" };
        const { exitCode, said, outputs } = await job.run(`deployment/${name}`, args, { env });
        return { exitCode, said, colour: outputs.match(/^colour=(.*)$/m)?.[1] ?? "" };
      };
      const deploy = async (version: number) => {
        const bundle = join(job.docker.folder, digestOf(version).slice(7));
        expect(await step("register", String(version), bundle)).toMatchObject({ exitCode: 0 });
        const { exitCode, said, colour } = await step("deploy", "staging", String(version), digestOf(version));
        expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
        return step("shift", "staging", String(version), colour);
      };
      const traffic = () => job.az.state.endpoints[ENDPOINT]?.traffic;

      const first = await deploy(1);
      expect(first).toMatchObject({
        exitCode: 0,
        said: expect.stringMatching(/ok {6}golden rows(.|\n)*blue answers everybody with version 1/),
      });
      expect(traffic()).toEqual({ blue: 100 });
      endpoint.breaksWith = "green";
      const second = await deploy(2);
      expect(second).toMatchObject({
        exitCode: 1,
        said: expect.stringMatching(/as before: blue=100(.|\n)*5 of 5 checks failed/),
      });
      expect(traffic()).toEqual({ blue: 100, green: 0 });
      endpoint.breaksWith = undefined;
      expect(await deploy(2)).toMatchObject({ exitCode: 0 });
      expect(traffic()).toEqual({ green: 100 });
    });
  },
);
