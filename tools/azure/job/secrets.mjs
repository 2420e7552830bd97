// Secrets of Key Vault, read with the identity of the job that runs this: https://learn.microsoft.com/rest/api/keyvault
const TIMEOUT_MS = 20_000;
const VAULT = "https://vault.azure.net";

/** What can't be had, in words without any secret. */
export class Missing extends Error {}

/**
 * @param vault - its address, https://NAME.vault.azure.net
 * @param env - Azure ML sets MSI_ENDPOINT, MSI_SECRET and DEFAULT_IDENTITY_CLIENT_ID in a job with `identity: managed`
 * @returns reads a secret by its name; undefined where the vault has none of that name
 * @throws Missing when there is no identity, or when it may not read
 */
export async function openVault(vault, env = process.env) {
  const token = await tokenOf(env);
  return async (name) => {
    const url = new URL(`/secrets/${name}?api-version=7.4`, vault);
    const answer = await ask(url, { authorization: `Bearer ${token}` });
    if (answer.status === 404) return undefined;
    if (!answer.ok)
      throw new Missing(`${url.origin} does not give ${name} (${answer.status}): may this identity read it?`);
    return (await answer.json()).value;
  };
}

/** As azure-identity's AzureMLCredential asks. */
async function tokenOf({ MSI_ENDPOINT, MSI_SECRET, DEFAULT_IDENTITY_CLIENT_ID: client }) {
  if (!MSI_ENDPOINT || !MSI_SECRET) {
    throw new Missing("no managed identity here: it takes a job of Azure ML with `identity: { type: managed }`");
  }
  const url = new URL(MSI_ENDPOINT);
  const query = { "api-version": "2017-09-01", resource: VAULT, ...(client && { clientid: client }) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const answer = await ask(url, { secret: MSI_SECRET });
  if (!answer.ok) throw new Missing(`${url.origin} gives no token for ${VAULT} (${answer.status})`);
  return (await answer.json()).access_token;
}

async function ask(url, headers) {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch ({ message, cause }) {
    throw new Missing(`${url.origin} does not answer: ${cause?.code ?? message}`);
  }
}
