import { PipelineError } from "@churn/contracts";
import { z } from "zod";

const Environment = z.object({
  /** Absent: native where it can be had, else wasm. */
  TFJS_BACKEND: z.enum(["native", "wasm"]).optional(),
  /** Absent: nothing is logged there, and the registry is a folder. */
  MLFLOW_TRACKING_URI: z.string().optional(),
  MLFLOW_TRACKING_USERNAME: z.string().optional(),
  MLFLOW_TRACKING_PASSWORD: z.string().optional(),
  MLFLOW_TRACKING_TOKEN: z.string().optional(),
  /** Training goes into this run, which somebody else began; a job of Azure ML has one. */
  MLFLOW_RUN_ID: z.string().optional(),
  /** What `npm run smoke` and `npm run soak` show a service that asks who they are. */
  SCORING_TOKEN: z.string().optional(),
  /** A PostgreSQL to extract the table from; absent: the simulated business. */
  WAREHOUSE_URL: z.string().optional(),
  /** Which sources these are, where there is no repository to ask: a job of Azure ML gets no .git. */
  GIT_COMMIT: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional(),
  GIT_BRANCH: z.string().optional(),
  /** The branch of a pull request, or the one that was pushed: a checkout in Actions is on none. */
  GITHUB_HEAD_REF: z.string().optional(),
  GITHUB_REF_NAME: z.string().optional(),
  GITHUB_RUN_NUMBER: z.string().optional(),
  /** `optional`: where the champion's bundle can't be had, as in pull requests from forks, nothing is compared. */
  CHAMPION: z.enum(["required", "optional"]).optional(),
  /** GitHub Actions says with these which run it is. */
  GITHUB_RUN_ID: z.string().optional(),
  GITHUB_SERVER_URL: z.string().optional(),
  GITHUB_REPOSITORY: z.string().optional(),
  GITHUB_ACTOR: z.string().optional(),
  /** With GITHUB_REPOSITORY: the registry is that repository's releases, unless MLFLOW_TRACKING_URI is set. */
  GITHUB_TOKEN: z.string().optional(),
  /** As GitHub's own command line calls it; `npm run drift -- --dispatch` takes it too. */
  GH_TOKEN: z.string().optional(),
  GITHUB_API_URL: z.string().optional(),
});
export type Environment = z.infer<typeof Environment>;

/** The environment variables that the programs know; an empty one counts as absent. */
export function readEnvironment(variables = process.env): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new PipelineError("ENVIRONMENT_INVALID", {
    what: `an environment variable is not valid:\n${z.prettifyError(parsed.error)}`,
    where: "the environment",
    fix: "set it to one of these values, or unset it",
  });
}

/** The environment of a program that is started, which sees these variables besides. */
export const environmentWith = (variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  return { ...process.env, ...variables };
};
