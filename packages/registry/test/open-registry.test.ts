import { describe, expect, it } from "vitest";
import { openRegistry } from "../src/open-registry.ts";

const github = { GITHUB_TOKEN: "secret", GITHUB_REPOSITORY: "ada/churn" };

describe("the registry in use", () => {
  it.each([
    { when: "nothing is set", variables: {}, is: /^registry[/\\]/, shared: false },
    {
      when: "a repository and a token are named",
      variables: github,
      is: /^GitHub releases of ada\/churn$/,
      shared: true,
    },
    { when: "there is no token", variables: { GITHUB_REPOSITORY: "ada/churn" }, is: /^registry/, shared: false },
    { when: "there is no repository", variables: { GITHUB_TOKEN: "secret" }, is: /^registry/, shared: false },
    {
      when: "an MLflow server is named too",
      variables: { ...github, MLFLOW_TRACKING_URI: "http://127.0.0.1:5000" },
      is: /^MLflow at/,
      shared: true,
    },
  ])("when $when is at $is", ({ variables, is, shared }) => {
    expect(openRegistry(variables)).toMatchObject({ location: expect.stringMatching(is), shared });
  });

  it("is no workspace of Azure ML, whatever else is set", () => {
    const job = { MLFLOW_TRACKING_URI: "azureml://region/mlflow", MLFLOW_TRACKING_TOKEN: "t0ken" };
    expect(() => openRegistry({ ...github, ...job })).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining("Azure ML is no registry here") }),
    );
  });

  it.each([{ GITHUB_TOKEN: "two words" }, { GITHUB_REPOSITORY: "churn" }, { GITHUB_API_URL: "ftp://github" }])(
    "is none with %o",
    (wrong) => {
      expect(() => openRegistry({ ...github, ...wrong })).toThrow(
        expect.objectContaining({ exitCode: 2, message: expect.stringContaining(Object.keys(wrong)[0] as string) }),
      );
    },
  );
});
