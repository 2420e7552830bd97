import { PipelineError } from "@churn/contracts";
import type { Environment } from "@churn/runtime";

/** A repository, and the token that opens it. */
export type GithubRepository = {
  /** Of GitHub's REST interface, without a slash at its end. */
  readonly api: string;
  /** OWNER/NAME. */
  readonly repository: string;
  readonly token: string;
};

const PUBLIC_API = "https://api.github.com";

type Variables = Pick<Environment, "GITHUB_TOKEN" | "GITHUB_REPOSITORY" | "GITHUB_API_URL">;

/**
 * The repository that the environment names; undefined without a token or a name.
 *
 * @throws PipelineError ENVIRONMENT_INVALID for what can be none
 */
export function githubRepository(variables: Variables): GithubRepository | undefined {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = PUBLIC_API } = variables;
  if (token === undefined || repository === undefined) return undefined;
  if (!/^[!-~]+$/.test(token)) throw unusable("GITHUB_TOKEN", "it holds what no token is made of");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw unusable("GITHUB_REPOSITORY", "it is not OWNER/NAME");
  if (!URL.canParse(api) || !/^https?:$/.test(new URL(api).protocol)) {
    throw unusable("GITHUB_API_URL", "it is no http:// or https:// address");
  }
  return { api: api.replace(/\/+$/, ""), repository, token };
}

const unusable = (variable: string, why: string) =>
  new PipelineError("ENVIRONMENT_INVALID", {
    what: `${variable} can't be used: ${why}`,
    where: "the environment",
    fix: "correct it, or unset it; without GITHUB_TOKEN the registry is a folder",
  });
