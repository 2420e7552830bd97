import { EXIT, Stop } from "../process/stop.mjs";
import { mustRunAz } from "./run-az.mjs";
import { withSecretFile } from "./secret-file.mjs";
import { setting } from "./settings.mjs";

const AUDIENCE = "api://AzureADTokenExchange";
const TIMEOUT_MS = 20_000;

/** Logs in as the identity of this job's environment, with a token that GitHub makes for this job: nothing is stored. */
export async function logIn() {
  const who = ["--username", setting("AZURE_CLIENT_ID"), "--tenant", setting("AZURE_TENANT_ID")];
  await withSecretFile(await jobToken(), (token) =>
    mustRunAz(["login", "--service-principal", ...who, "--federated-token", token]),
  );
  await mustRunAz(["account", "set", "--subscription", setting("AZURE_SUBSCRIPTION_ID")]);
}

async function jobToken({ ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env) {
  if (!url) throw new Stop(EXIT.WRONG_USE, "This job may not ask for a token.", "permissions: id-token: write");
  const answer = await fetch(`${url}&audience=${encodeURIComponent(AUDIENCE)}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => ({ ok: false, status: "nothing" }));
  if (answer.ok) return secret((await answer.json()).value);
  throw new Stop(EXIT.MISSING, `GitHub answered ${answer.status} when asked for a token of this job.`, "run it again");
}

/** Never to be shown in a log of GitHub's. */
export function secret(value) {
  if (process.env.GITHUB_ACTIONS === "true") console.log(`::add-mask::${value}`);
  return value;
}
