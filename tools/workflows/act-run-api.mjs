// A fake GitHub, Slack hook and OIDC issuer on loopback for act-run.sh: OUT PORT_FILE FORK SLUG LIVE_LOG
// Jobs and their logs are those of the run itself, read from act's output while it runs.
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";

const [out, portFile, fork, slug, liveLog] = process.argv.slice(2);
const listIn = (path) => (path ? JSON.parse(readFileSync(path, "utf8")) : []);
const pulls = listIn(process.env.ACT_PULLS);
const { ACT_GITHUB } = process.env;
const ofReleases = new RegExp(`^/repos/${slug}/(git|releases)\\b`);
const MAIN = /\/git\/ref\/heads(\/|%2F)main$/;
const comments = listIn(process.env.ACT_COMMENTS);
const environments = listIn(process.env.ACT_ENVIRONMENTS);
let id = 100;

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

const routes = [
  [/^\/slack/, () => [200, "ok"]],
  [MAIN, () => [200, { ref: "refs/heads/main", object: { type: "commit", sha: headOfMain() } }]],
  [/^\/oidc$/, oidc],
  [/\/(git\/matching-refs\/.+|releases)$/, ({ method }) => (method === "GET" ? [200, []] : [201, made("release")])],
  [/\/issues\/(\d+)\/comments$/, commentsOf],
  [/\/issues\/comments\/(\d+)$/, editComment],
  [/^\/graphql$/, graphql],
  [/\/dispatches$/, () => [204, ""]],
  [/\/actions\/runs\/\d+(\/attempts\/\d+)?\/jobs$/, () => [200, { jobs: jobs() }]],
  [/\/actions\/jobs\/(.+)\/logs$/, ({ found }) => [200, jobs().find((job) => job.id === found)?.log ?? ""]],
  [new RegExp(`^/repos/${slug}$`), () => [200, { full_name: slug, default_branch: "main" }]],
  [/\/environments\/([\w-]+)$/, environment],
  [/\/issues$/, ({ method }) => (method === "GET" ? [200, []] : [201, made("issues")])],
  [/\/pulls$/, ({ method }) => (method === "GET" ? [200, pulls] : [201, made("pull")])],
  [/\/pulls\/(\d+)$/, ({ method, found }) => (method === "GET" ? pullRequest(found) : [200, made("pull")])],
];

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    if (ACT_GITHUB && ofReleases.test(request.url) && !MAIN.test(request.url))
      return passOn(request, Buffer.concat(chunks), response);
    const body = parsed(Buffer.concat(chunks).toString());
    const [status, answer] = answerTo(request, body);
    appendFileSync(out, `${JSON.stringify({ method: request.method, path: request.url, status, body })}\n`);
    const isText = typeof answer === "string";
    response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json" });
    response.end(isText ? answer : JSON.stringify(answer));
  });
}).listen(0, "127.0.0.1", function listening() {
  writeFileSync(portFile, String(this.address().port));
});

function answerTo({ method, url: address }, body) {
  const url = new URL(address, "http://fake");
  const mayWrite = fork !== "1" || /^\/(slack|oidc)/.test(url.pathname);
  if (method !== "GET" && !mayWrite) return [403, { message: "Resource not accessible by integration" }];
  for (const [pattern, answer] of routes) {
    const match = url.pathname.match(pattern);
    if (match) return answer({ method, url, body, found: match[1] });
  }
  return method === "GET" ? [404, { message: "Not Found (act-run)" }] : [201, { id: ++id }];
}

async function passOn({ method, url, headers }, bytes, response) {
  const { authorization = "", accept = "", "content-type": type = "" } = headers;
  const asked = { authorization, accept, "content-type": type };
  const body = bytes.length > 0 ? bytes : undefined;
  const answer = await fetch(`${ACT_GITHUB}${url}`, { method, headers: asked, body, redirect: "manual" });
  const kept = ["location", "link"].filter((name) => answer.headers.has(name));
  appendFileSync(out, `${JSON.stringify({ method, path: url, status: answer.status })}\n`);
  response.writeHead(answer.status, Object.fromEntries(kept.map((name) => [name, answer.headers.get(name)])));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text || undefined;
  }
}

const headOfMain = () =>
  execFileSync("git", ["-C", join(dirname(out), "origin.git"), "rev-parse", "refs/heads/main"], {
    encoding: "utf8",
  }).trim();

function oidc({ url }) {
  const claims = { iss: "act-run", aud: url.searchParams.get("audience"), sub: `repo:${slug}:act-run` };
  return [200, { value: `${base64({ alg: "none" })}.${base64(claims)}.x` }];
}

function environment({ found }) {
  const named = environments.find(({ name }) => name === found);
  return named ? [200, named] : [404, { message: "Not Found" }];
}

function pullRequest(number) {
  const named = pulls.find((pull) => String(pull.number) === number);
  return named ? [200, { mergeable: true, ...named }] : [404, { message: "Not Found" }];
}

const made = (kind) => ({ id: ++id, number: id, html_url: `https://github.com/${slug}/${kind}/${id}` });

function commentsOf({ method, body, found: issue }) {
  if (method === "GET") return [200, comments.filter((comment) => comment.issue === issue)];
  const user = { login: "github-actions[bot]", type: "Bot" };
  comments.push({ ...made("comments"), node_id: `IC_${id}`, issue, body: body.body, user });
  return [201, comments.at(-1)];
}

function editComment({ body, found }) {
  const comment = comments.find((one) => one.id === Number(found));
  if (comment && body?.body) comment.body = body.body;
  return [comment ? 200 : 404, comment ?? {}];
}

function graphql({ body }) {
  const viewer = { login: "github-actions[bot]" };
  if (!/createComment|addComment/.test(body.query)) {
    const none = { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } };
    return [200, { data: { viewer, repository: { pullRequest: { id: "PR_1", comments: none } } } }];
  }
  comments.push({ id: ++id, issue: "1", body: body.variables?.input?.body });
  return [200, { data: { addComment: { commentEdge: { node: { id: `IC_${id}` } } } } }];
}

/** What the run has come to: its jobs with the steps that ended, and their output. */
function jobs() {
  const found = new Map();
  for (const line of existsSync(liveLog) ? readFileSync(liveLog, "utf8").split("\n") : []) {
    const event = parsed(line);
    if (typeof event !== "object" || !event.jobID) continue;
    const { jobID, step, stepResult, raw_output: isOutput, msg = "" } = event;
    const job = found.get(jobID) ?? { id: jobID, name: jobID, conclusion: null, steps: [], log: "" };
    found.set(jobID, job);
    if (isOutput) job.log += `2026-01-01T00:00:00.0000000Z ${msg.trimEnd()}\n`;
    if (!stepResult) continue;
    job.steps.push({ name: step, conclusion: stepResult });
    if (stepResult !== "failure") continue;
    job.conclusion = "failure";
    job.log += "2026-01-01T00:00:00.0000000Z ##[error]Process completed with exit code 1.\n";
  }
  return [...found.values()];
}
