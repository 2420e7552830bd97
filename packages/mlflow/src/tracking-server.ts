import { PipelineError } from "@churn/contracts";
import type { Environment } from "@churn/runtime";

/** Where the server is, and what it is told about who asks. */
export type TrackingServer = {
  /** Without credentials and without a slash at its end: fit for messages. */
  readonly url: string;
  readonly authorization: string | undefined;
};

type Variables = Pick<
  Environment,
  "MLFLOW_TRACKING_URI" | "MLFLOW_TRACKING_USERNAME" | "MLFLOW_TRACKING_PASSWORD" | "MLFLOW_TRACKING_TOKEN"
>;

/** Servers that speak another dialect: artifacts, and at Databricks the registry too, go other ways than the proxy. */
const MANAGED: Record<string, string> = { "azureml:": "Azure ML", "databricks:": "Databricks" };

/**
 * The server that MLFLOW_TRACKING_URI names; undefined where it is not set.
 *
 * @throws PipelineError ENVIRONMENT_INVALID when it is no server that this client can talk to
 */
export function trackingServer(variables: Variables): TrackingServer | undefined {
  const address = variables.MLFLOW_TRACKING_URI;
  if (address === undefined) return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const managed = managedService(variables);
  if (managed) throw unusable(`${address.split(":")[0]} is ${managed}'s, which has no artifact proxy`);
  if (!url || !/^https?:$/.test(url.protocol)) throw unusable("it is no http:// or https:// address");
  const authorization = authorizationOf(variables, url);
  const { origin, pathname } = url;
  return { url: `${origin}${pathname}`.replace(/\/+$/, ""), authorization };
}

/** Whose server it is, where it is none that can be talked to here. */
export function managedService({ MLFLOW_TRACKING_URI: address = "" }: Variables): string | undefined {
  return MANAGED[`${address.split(":")[0]}:`];
}

/** A token goes before a name and a password, and both before what stands in the address. */
function authorizationOf(variables: Variables, url: URL): string | undefined {
  const token = variables.MLFLOW_TRACKING_TOKEN?.trim();
  if (token && !/^[!-~]+$/.test(token)) throw unusable("MLFLOW_TRACKING_TOKEN holds what no token is made of");
  if (token) return `Bearer ${token}`;
  const name = variables.MLFLOW_TRACKING_USERNAME ?? decoded(url.username);
  const password = variables.MLFLOW_TRACKING_PASSWORD ?? decoded(url.password);
  return name === "" ? undefined : `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
}

function decoded(credential: string): string {
  try {
    return decodeURIComponent(credential);
  } catch {
    throw unusable("a % in its name or password must be written as %25");
  }
}

const unusable = (why: string) =>
  new PipelineError("ENVIRONMENT_INVALID", {
    what: `MLFLOW_TRACKING_URI can't be used: ${why}`,
    where: "the environment",
    fix: "name an MLflow server that serves artifacts (`mlflow server`), or unset it",
  });
