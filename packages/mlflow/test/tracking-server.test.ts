import { describe, expect, it } from "vitest";
import { artifactPath, trackingServer } from "../src/index.ts";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const variables = (uri: string, more = {}) => ({ MLFLOW_TRACKING_URI: uri, ...more });

describe("the tracking server", () => {
  it("is none where nothing is set", () => expect(trackingServer({})).toBeUndefined());

  it.each([
    { uri: "http://127.0.0.1:5000", url: "http://127.0.0.1:5000" },
    { uri: "https://ml.example.org/mlflow/", url: "https://ml.example.org/mlflow" },
    { uri: "https://ada:s3cret@ml.example.org/?token=s3cret#s3cret", url: "https://ml.example.org" },
  ])("has an address that may be shown: $uri", ({ uri, url }) => expect(trackingServer(variables(uri))?.url).toBe(url));

  it.each([
    { when: "nothing says who asks", uri: "http://h", more: {}, says: undefined },
    { when: "the address does", uri: "http://ada:p%40ss@h", more: {}, says: basic("ada:p@ss") },
    {
      when: "a name and a password do",
      uri: "http://eve:no@h",
      more: { MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "pass" },
      says: basic("ada:pass"),
    },
    {
      when: "a token does, with a line end as files have it",
      uri: "http://h",
      more: { MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_TOKEN: "t0ken\n" },
      says: "Bearer t0ken",
    },
  ])("is told who asks when $when", ({ uri, more, says }) => {
    expect(trackingServer(variables(uri, more))?.authorization).toBe(says);
  });

  it.each([
    { uri: "azureml://s3cret.region/mlflow", says: /Azure ML wants MLFLOW_TRACKING_TOKEN/ },
    { uri: "azureml://ada:s3cret@region/mlflow", says: /Azure ML wants MLFLOW_TRACKING_TOKEN/ },
    { uri: "azureml:s3cret", says: /no http:\/\/ or https:\/\/ address/ },
    { uri: "databricks", says: /Databricks/ },
    { uri: "databricks://s3cret", says: /Databricks/ },
    { uri: "sqlite:///s3cret.db", says: /no http:\/\/ or https:\/\/ address/ },
    { uri: "s3cret", says: /no http:\/\/ or https:\/\/ address/ },
    { uri: "http://ada:s3cret%@host", says: /must be written as %25/ },
    { uri: "http://ada:s3cret@", says: /no http:\/\/ or https:\/\/ address/ },
  ])("is refused, without being shown: $uri", ({ uri, says }) => {
    const refused = expect(() => trackingServer(variables(uri)));
    refused.toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringMatching(says) }));
    refused.toThrow(expect.objectContaining({ message: expect.not.stringContaining("s3cret") }));
  });

  it("is a workspace of Azure ML, by https and with its token", () => {
    const uri = "azureml://region.example.org/mlflow/v1.0/subscriptions/1/workspaces/dev?";
    expect(trackingServer(variables(uri, { MLFLOW_TRACKING_TOKEN: "t0ken" }))).toEqual({
      url: "https://region.example.org/mlflow/v1.0/subscriptions/1/workspaces/dev",
      authorization: "Bearer t0ken",
      isAzureMl: true,
    });
    expect(trackingServer(variables("http://h"))?.isAzureMl).toBe(false);
  });

  it("takes no token that would break a header", () => {
    const broken = variables("http://h", { MLFLOW_TRACKING_TOKEN: "s3cret\nx" });
    expect(() => trackingServer(broken)).toThrow(/^(?!.*s3cret).*MLFLOW_TRACKING_TOKEN/);
  });
});

describe("the path of an artifact", () => {
  it.each(["mlflow-artifacts:/1/run/artifacts/a b.json", "mlflow-artifacts://host:80/1/run/artifacts/a b.json"])(
    "is what comes after the server: %s",
    (uri) => expect(artifactPath(uri)).toBe("1/run/artifacts/a b.json"),
  );

  it.each(["s3://key:s3cret@bucket/1", "/mlruns/1", "dbfs:/databricks/1"])(
    "is none in a store elsewhere: %s",
    (uri) => {
      expect(() => artifactPath(uri)).toThrow(/^(?!.*s3cret).*does not pass them on/);
    },
  );
});
