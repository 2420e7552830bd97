import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@churn/runtime/test-support";

const START_MS = 60_000;
const USER = "ci";
const POLICY = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };

/** Where a bucket called `bucket` is, and the only keys that open it. */
export type S3Access = { endpoint: string; keys: { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string } };

/** A server on the loopback that speaks S3 and checks signatures. */
export async function startS3Server(): Promise<S3Access & { stop: () => Promise<void> }> {
  const python = process.env.S3_PYTHON;
  if (!python) throw new Error("run `npm run test:integration`, which brings moto");
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const isUp = () => fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
  for (const until = Date.now() + START_MS; !(await isUp())?.ok; await sleep(50)) {
    if (Date.now() > until || child.exitCode !== null) throw new Error("the S3 server does not start");
  }
  const keys = await prepare(endpoint);
  const stop = async () => {
    const gone = once(child, "exit");
    child.kill();
    await gone;
  };
  return { endpoint, keys, stop };
}

/** A bucket and a user, after which the server asks everybody for keys. */
async function prepare(endpoint: string): Promise<S3Access["keys"]> {
  const ask = async (service: string, path: string, init: RequestInit) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;
    const response = await fetch(`${endpoint}${path}`, { ...init, headers: { authorization } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  const iam = (Action: string, more: Record<string, string> = {}) =>
    ask("iam", "/", { method: "POST", body: new URLSearchParams({ Action, UserName: USER, ...more }) });
  await ask("s3", "/bucket", { method: "PUT" });
  await iam("CreateUser");
  await iam("PutUserPolicy", { PolicyName: "all", PolicyDocument: JSON.stringify(POLICY) });
  const answer = await iam("CreateAccessKey");
  await ask("moto-api", "/moto-api/reset-auth", { method: "POST", body: "0" });
  const key = (name: string) => new RegExp(`<${name}>(.*?)<`).exec(answer)?.[1] as string;
  return { AWS_ACCESS_KEY_ID: key("AccessKeyId"), AWS_SECRET_ACCESS_KEY: key("SecretAccessKey") };
}
