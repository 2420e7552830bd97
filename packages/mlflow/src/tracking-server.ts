import { PipelineError } from "@churn/contracts";
import type { Environment } from "@churn/runtime";

/** Where the server is, and what it is told about who asks. */
export type TrackingServer = {
  /** Without credentials and without a slash at its end: fit for messages. */
  readonly url: string;
  readonly authorization: string | undefined;
  /** A workspace of Azure ML: it takes metrics, parameters and tags, but no files and no dataset, and it is no registry. */
  readonly isAzureMl?: boolean;
};

type Variables = Pick<
  Environment,
  "MLFLOW_TRACKING_URI" | "MLFLOW_TRACKING_USERNAME" | "MLFLOW_TRACKING_PASSWORD" | "MLFLOW_TRACKING_TOKEN"
>;

const AZURE_ML = "azureml:";

/**
 * The server that MLFLOW_TRACKING_URI names; undefined where it is not set.
 *
 * @throws PipelineError ENVIRONMENT_INVALID when it is no server that this client can talk to
 */
export function trackingServer(variables: Variables): TrackingServer | undefined {
  const address = variables.MLFLOW_TRACKING_URI;
  if (address === undefined) return undefined;
  if (isDatabricks(variables)) throw unusable("Databricks speaks another dialect, which has no artifact proxy");
  const isAzureMl = address.startsWith(`${AZURE_ML}//`);
  const plain = isAzureMl ? address.replace(AZURE_ML, "https:") : address;
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw unusable("it is no http:// or https:// address");
  const authorization = authorizationOf(variables, url);
  if (lacksToken(variables)) throw unusable(WANTS_TOKEN);
  const { origin, pathname } = url;
  return { url: `${origin}${pathname}`.replace(/\/+$/, ""), authorization, isAzureMl };
}

/** Whether it is a server that can't be talked to here. */
export const isDatabricks = ({ MLFLOW_TRACKING_URI: address = "" }: Variables): boolean =>
  address.split(":")[0] === "databricks";

/** Whether it is a workspace of Azure ML, and no token stands beside its address. */
export const lacksToken = ({ MLFLOW_TRACKING_URI: address = "", MLFLOW_TRACKING_TOKEN: token }: Variables): boolean =>
  address.startsWith(`${AZURE_ML}//`) && !token?.trim();

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

const WANTS_TOKEN = "Azure ML wants MLFLOW_TRACKING_TOKEN beside it, which its jobs are given";

const unusable = (why: string) =>
  new PipelineError("ENVIRONMENT_INVALID", {
    what: `MLFLOW_TRACKING_URI can't be used: ${why}`,
    where: "the environment",
    fix: "name an MLflow server that serves artifacts (`mlflow server`), or unset it",
  });
