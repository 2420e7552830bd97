import { type ErrorCode, PipelineError } from "@churn/contracts";
import { type Repeatable, retryAfter } from "@churn/runtime";

type Told = {
  what: string;
  where: string;
  fix: string;
  cause?: unknown;
  /** MLflow's own word for it. */
  errorCode?: string;
  transient?: boolean;
  retryAfterMs?: number | undefined;
};

/** What a server did not do. */
export class MlflowError extends PipelineError implements Repeatable {
  /** Such as RESOURCE_ALREADY_EXISTS; undefined when MLflow did not say one. */
  readonly errorCode: string | undefined;
  /** The same request may be answered a little later. */
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, { errorCode, transient = false, retryAfterMs, ...told }: Told) {
    super(code, told);
    this.errorCode = errorCode;
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

const START = "start that server, correct MLFLOW_TRACKING_URI, or unset it, then run this again";
const CREDENTIALS = "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";

/** No answer came, or not in time, or not whole. */
export function unanswered(url: string, cause: unknown, timeoutMs: number): MlflowError {
  const { code, message } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
  const isLate = (cause as Error).name === "AbortError";
  const why = isLate ? `nothing came within ${timeoutMs / 1000} s` : (code ?? message);
  return new MlflowError("UNREACHABLE", {
    what: `MLflow at ${url} does not answer: ${why}`,
    where: url,
    fix: START,
    transient: true,
    cause,
  });
}

/** An answer that says no. */
export function refused(url: string, { status, headers }: Response, text: string): MlflowError {
  const { error_code: errorCode, message } = said(text);
  const words = message ? `: ${message}` : "";
  if (status === 401) {
    const what = `MLflow at ${url} wants other credentials (401)`;
    return new MlflowError("ENVIRONMENT_INVALID", { what, where: "the environment", fix: CREDENTIALS });
  }
  if (status === 403) {
    const what = `MLflow at ${url} does not allow this (403)${words || `: ${text.slice(0, 200)}`}`;
    return new MlflowError("UNREACHABLE", {
      what,
      where: url,
      fix: "ask who runs it for the permission; a wrong host name is answered so too",
    });
  }
  const transient = status === 429 || status >= 500;
  if (transient) {
    const retryAfterMs = retryAfter(headers.get("retry-after"));
    const what = `MLflow at ${url} can't do this now (${status})${words}`;
    return new MlflowError("UNREACHABLE", { what, where: url, fix: "run this again later", transient, retryAfterMs });
  }
  if (errorCode === undefined) return unexpected(url, text);
  const what = `MLflow at ${url} refuses (${status} ${errorCode})${words}`;
  return new MlflowError("UNREACHABLE", {
    what,
    where: url,
    fix: "mend that on the server, then run this again",
    errorCode,
  });
}

/** An answer that is none of MLflow's. */
export const unexpected = (url: string, text: string, cause?: unknown): MlflowError =>
  new MlflowError("UNREACHABLE", {
    what: `what answers at ${url} is no MLflow server that this project knows: ${JSON.stringify(text.slice(0, 120))}`,
    where: url,
    fix: START,
    cause,
  });

/** MLflow's errors are JSON, those of what stands before it mostly not. */
function said(text: string): { error_code?: string; message?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** For requests whose wish is fulfilled when somebody else had it first. */
export function unlessErrorCode(errorCode: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof MlflowError && error.errorCode === errorCode) return undefined;
    throw error;
  };
}
