#!/usr/bin/env bash
# act-run.sh REPO_DIR WORKFLOW EVENT [PAYLOAD.json]
# Runs one GitHub Actions workflow with `act` in host mode (no Docker, no internet), on a throw-away copy of the
# repository (working tree as it is, ignored files left out). Prints how each `uses:` was resolved, each job's result,
# the calls made to a fake GitHub API, and where the log is. Exit status: 0 all jobs green, 1 a job failed,
# 2 usage or set-up, 3 the workflow has no job for that event.
#
# WORKFLOW: a file name under .github/workflows (train.yml) or a path inside the repository.
# EVENT:    push | pull_request | workflow_dispatch | schedule | repository_dispatch | workflow_run | …
# PAYLOAD:  event JSON; without it a plausible one is written (see `default_payload`).
#
# Environment (all optional):
#   ACT_BIN        act binary (default: act on PATH)
#   ACT_MIRROR     folder with owner+name/repo snapshots of actions (default: .mirror in a folder above); git reads them
#   ACT_SLUG       owner/name the run claims to be (default acme/<folder name>)
#   ACT_REF        ref of the run (default: payload's ref, else refs/heads/main; pull_request: refs/pull/1/merge)
#   ACT_FORK=1     a pull request from a fork: no secrets, the fake API refuses writes
#   ACT_SECRETS    file with NAME=value lines;  ACT_VARS: the same for vars (environment-level ones too: act has one pool)
#   ACT_INPUTS     file with NAME=value lines: the inputs of workflow_dispatch (put into the payload)
#   ACT_LOCAL      "owner/name=DIR …": take these actions from a folder, whatever ref the workflow names
#   ACT_STUB       more actions to replace by a stub, e.g. "owner/name owner2/name2"; ACT_NOSTUB: never stub these
#   ACT_BINDIR     folder put first on PATH in every step (fake `az`, `mlflow`, …)
#   ACT_JOB        run that job (and the ones it needs) only
#   ACT_NODE       a node >= 24 for the actions themselves (default: installed from npm into the user cache)
#   ACT_KEEP=1     keep the throw-away folder;  ACT_CACHE: a folder that keeps actions/cache entries between runs
#   ACT_GITHUB     address of a fake of git and releases, which their requests are passed on to;  ACT_TOKEN: its token
#   ACT_BASE       what main is on the remote, where the run is of another branch (default: the same commit)
#   ACT_PULLS, ACT_COMMENTS, ACT_ENVIRONMENTS   files with the JSON lists of these that the fake GitHub has
#   ACT_TIMEOUT    seconds (default 900)
set -euo pipefail
die() { echo "act-run: $*" >&2; exit 2; }
[[ $# -ge 3 ]] || { sed -n '2,12p' "$0" >&2; exit 2; }
repo=$(cd "$1" && git rev-parse --show-toplevel) || die "no git repository at $1"
wf=$2 event=$3 payload=${4:-}
[[ -f $repo/$wf ]] || wf=.github/workflows/$wf
[[ -f $repo/$wf ]] || die "no workflow $wf in $repo"
find_mirror() { # the nearest .mirror in a folder above this script
  local d; d=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  while [[ $d != / ]]; do d=$(dirname "$d"); [[ ! -d $d/.mirror ]] || { echo "$d/.mirror"; return; }; done
}
act=${ACT_BIN:-$(command -v act || true)}
[[ -x $act ]] || die "no act binary (set ACT_BIN)"
mirror=${ACT_MIRROR:-$(find_mirror)} slug=${ACT_SLUG:-acme/$(basename "$repo")}
[[ -d $mirror ]] || die "no clones of actions (set ACT_MIRROR to a folder with owner+name/repo in it)"
run=$(mktemp -d -t act-run.XXXXXX)
log=$run/run.log
api_pid=
cleanup() {
  [[ -z $api_pid ]] || kill "$api_pid" 2>/dev/null || true
  if [[ ${ACT_KEEP:-0} != 1 ]]; then
    rm -rf "$run"/{ws,origin.git,home,actions,act-cache,bin} "$run"/{artifact.cjs,.missing}
  fi
}
trap cleanup EXIT

# 1. throw-away copy: HEAD plus the working tree, committed, and a bare "origin" the real actions/checkout fetches from
g() { git -C "$run/ws" -c user.name=act-run -c user.email=act-run@localhost -c core.hooksPath=/dev/null -c commit.gpgsign=false "$@"; }
git clone -q --no-hardlinks "$repo" "$run/ws"
find "$run/ws" -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} +
(cd "$repo" && git ls-files -co --exclude-standard -z | while IFS= read -r -d '' f; do [[ -e $f || -L $f ]] && printf '%s\0' "$f"; done | tar --null -T - -cf -) | tar -xf - -C "$run/ws"
g add -A
g diff --cached --quiet || g commit -qm 'act-run: working tree'
g checkout -q -B main
sha=$(g rev-parse HEAD)
g remote set-url origin "https://github.com/$slug"
git clone -q --bare "$run/ws" "$run/origin.git"
git -C "$run/origin.git" config uploadpack.allowAnySHA1InWant true

# 2. event payload
default_payload() {
  node -e '
    const [event, slug, sha, ref, fork] = process.argv.slice(1);
    const [owner, name] = slug.split("/");
    const repository = { name, full_name: slug, owner: { login: owner }, default_branch: "main", private: false, fork: false };
    const base = { repository, sender: { login: "octocat" } };
    const head = fork === "1" ? { ...repository, full_name: `stranger/${name}`, owner: { login: "stranger" }, fork: true } : repository;
    const pr = { number: 1, title: "t", draft: false, user: { login: "octocat" }, labels: [],
      head: { ref: "feature/x", sha, repo: head, label: `${head.owner.login}:feature/x` }, base: { ref: "main", sha, repo: repository } };
    const of = {
      push: { ref, before: "0".repeat(40), after: sha, head_commit: { id: sha, message: "m" }, commits: [], ...base },
      pull_request: { action: "opened", number: 1, pull_request: pr, ...base },
      workflow_dispatch: { ref, inputs: {}, workflow: "w", ...base },
      schedule: { schedule: "0 2 * * 0", ...base },
      repository_dispatch: { action: "drift-detected", branch: "main", client_payload: { psi: 0.31 }, ...base },
      workflow_run: { action: "completed", workflow_run: { id: 1, name: "train", conclusion: "success", event: "pull_request",
        head_branch: "feature/x", head_sha: sha, head_repository: head, pull_requests: fork === "1" ? [] : [{ number: 1 }] }, ...base },
    };
    process.stdout.write(JSON.stringify(of[event] ?? base, null, 1));
  ' "$event" "$slug" "$sha" "${ACT_REF:-refs/heads/main}" "${ACT_FORK:-0}"
}
if [[ -n $payload ]]; then cp "$payload" "$run/event.json"; else default_payload >"$run/event.json"; fi
[[ -z ${ACT_INPUTS:-} ]] || node -e '
  const fs = require("fs"), [f, i] = process.argv.slice(1), e = JSON.parse(fs.readFileSync(f)); e.inputs ??= {};
  for (const l of fs.readFileSync(i, "utf8").split("\n")) { const n = l.indexOf("="); if (n > 0 && l[0] !== "#") e.inputs[l.slice(0, n).trim()] = l.slice(n + 1); }
  fs.writeFileSync(f, JSON.stringify(e, null, 1));' "$run/event.json" "$ACT_INPUTS"
ref=${ACT_REF:-$(node -p '
  const e = JSON.parse(require("fs").readFileSync(process.argv[1])); const ev = process.argv[2];
  ev === "pull_request" ? `refs/pull/${e.number ?? 1}/merge` : (typeof e.ref === "string" && ev !== "delete" ? (e.ref.startsWith("refs/") ? e.ref : `refs/heads/${e.ref}`) : "refs/heads/main")
' "$run/event.json" "$event")}
git -C "$run/origin.git" update-ref "$ref" "$sha"
[[ -z ${ACT_BASE:-} ]] || git -C "$run/origin.git" update-ref refs/heads/main "$(g rev-parse "$ACT_BASE")"

# 3. actions: a work tree per `uses:`, from the snapshots; a stub for what cannot run on a host
stub_default="step-security/harden-runner docker/* github/codeql-action actions/dependency-review-action astral-sh/setup-uv actions/attest actions/attest-build-provenance ossf/scorecard-action azure/cli iterative/setup-cml iterative/setup-dvc"
# upload-artifact and download-artifact in our own words, for snapshots that lack their compiled file. Same inputs and
# layout rules: least common ancestor of the search paths is the artifact's root, hidden files left out, names unique.
cat >"$run/artifact.cjs" <<'J'
const fs = require('fs'), path = require('path'), crypto = require('crypto');
const me = fs.readFileSync(path.join(__dirname, 'act-run-shim.name'), 'utf8').trim();
const store = process.env.ACT_RUN_ARTIFACTS, ws = process.env.GITHUB_WORKSPACE;
const input = (n) => (process.env[`INPUT_${n.toUpperCase()}`] ?? '').trim(), yes = (n) => input(n).toLowerCase() === 'true';
const output = (k, v) => fs.appendFileSync(process.env.GITHUB_OUTPUT, `${k}=${v}\n`);
const fail = (m) => { console.log(`::error::${m}`); process.exit(1); };
const walk = (p) => !fs.existsSync(p) ? [] : fs.statSync(p).isDirectory() ? fs.readdirSync(p).flatMap((x) => walk(path.join(p, x))) : [p];
const rx = (g) => new RegExp('^' + g.split(/(\*\*\/?|\*|\?|\[[^\]]*\])/).map((t) => t.startsWith('**') ? '(?:.*/)?' + (t.endsWith('/') ? '' : '[^/]*') : t === '*' ? '[^/]*' : t === '?' ? '[^/]' : /^\[.+\]$/.test(t) ? t.replace(/^\[!/, '[^') : t.replace(/[.+^${}()|\\\]\[]/g, '\\$&')).join('') + '(?:/.*)?$');
const abs = (p) => path.resolve(ws, p.replace(/^~(?=\/|$)/, process.env.HOME));
fs.mkdirSync(store, { recursive: true });
if (me === 'actions/upload-artifact') {
  const name = input('name') || 'artifact'; if (/["<>|*?\r\n\\/:]/.test(name)) fail(`not a valid artifact name: ${name}`);
  const pats = input('path').split('\n').map((x) => x.trim()).filter((x) => x && !x.startsWith('#'));
  if (!pats.length) fail('the input path is required');
  const roots = [], hit = new Set();
  for (const p of pats) {
    const neg = p.startsWith('!'), full = abs(neg ? p.slice(1) : p), r = rx(full);
    const root = /[*?[]/.test(full) ? path.dirname(full.slice(0, full.search(/[*?[]/)) + 'x') : full;
    if (neg) { for (const f of hit) if (r.test(f)) hit.delete(f); } else { roots.push(root); walk(root).filter((f) => r.test(f)).forEach((f) => hit.add(f)); }
  }
  const files = [...hit].filter((f) => yes('include-hidden-files') || !path.relative(ws, f).split('/').some((s) => s.startsWith('.') && s !== '..'));
  if (!files.length) { const m = `nothing to upload at: ${pats.join(' ')}`; const how = input('if-no-files-found') || 'warn'; if (how === 'error') fail(m); console.log(how === 'warn' ? `::warning::${m}` : m); process.exit(0); }
  let base = roots.length > 1 ? roots.map((r) => r.split('/')).reduce((a, b) => a.slice(0, a.findIndex((s, i) => s !== b[i]) < 0 ? Math.min(a.length, b.length) : a.findIndex((s, i) => s !== b[i]))).join('/') || '/' : roots[0];
  if (files.length === 1 && base === files[0]) base = path.dirname(base);
  const to = path.join(store, name); if (fs.existsSync(to)) { if (!yes('overwrite')) fail(`this run already has an artifact named ${name} (GitHub answers 409)`); fs.rmSync(to, { recursive: true }); }
  const h = crypto.createHash('sha256');
  for (const f of files.sort()) { const t = path.join(to, path.relative(base, f)); fs.mkdirSync(path.dirname(t), { recursive: true }); fs.copyFileSync(f, t); h.update(fs.readFileSync(f)); console.log('  + ' + path.relative(base, f)); }
  const id = 1 + fs.readdirSync(store).indexOf(name); output('artifact-id', id); output('artifact-digest', h.digest('hex'));
  output('artifact-url', `https://github.com/${process.env.GITHUB_REPOSITORY}/actions/runs/${process.env.GITHUB_RUN_ID}/artifacts/${id}`);
  console.log(`uploaded ${files.length} file(s) as ${name}`);
} else if (me === 'actions/download-artifact') {
  const dest = abs(input('path') || '.'), all = fs.readdirSync(store); let names = all, into = (n) => path.join(dest, n);
  if (input('name')) { if (!all.includes(input('name'))) fail(`this run has no artifact named ${input('name')}`); names = [input('name')]; into = () => dest; }
  else if (input('artifact-ids')) { names = input('artifact-ids').split(',').map((i) => all[+i - 1]).filter(Boolean); if (!names.length) fail('no artifact has these ids'); if (names.length === 1) into = () => dest; }
  else if (input('pattern')) names = all.filter((n) => rx(input('pattern')).test(n));
  if (yes('merge-multiple')) into = () => dest;
  if (input('run-id') && input('run-id') !== process.env.GITHUB_RUN_ID) console.log(`::warning::act-run: artifacts of run ${input('run-id')} are looked up in this run`);
  for (const n of names) { fs.cpSync(path.join(store, n), into(n), { recursive: true }); console.log(`downloaded ${n} to ${into(n)}`); }
  output('download-path', dest);
} else fail(`act-run has no shim for ${me}`);
J
locals=() missing=0
declare -A seen=()
is_stub() {
  local r=${1,,} p
  for p in ${ACT_NOSTUB:-}; do [[ $r == ${p,,} ]] && return 1; done
  for p in $stub_default ${ACT_STUB:-}; do [[ $r == ${p,,} ]] && return 0; done
  return 1
}
write_stub() { # dir, owner/name, sub path, fail?
  mkdir -p "$1/$3"
  cat >"$1/$3/action.yml" <<Y
name: stub of $2
runs: { using: node20, main: stub.cjs }
Y
  sed -e "s|@NAME@|$2${3:+/$3}|" -e "s|@FAIL@|$4|" -e "s|@OUT@|$run/stubs.jsonl|" >"$1/$3/stub.cjs" <<'J'
const fs = require("fs"), cp = require("child_process");
const inputs = Object.fromEntries(Object.entries(process.env).filter(([k]) => k.startsWith("INPUT_")).map(([k, v]) => [k.slice(6).toLowerCase(), v]));
fs.appendFileSync("@OUT@", JSON.stringify({ action: "@NAME@", inputs }) + "\n");
console.log("act-run: stub of @NAME@, inputs: " + Object.keys(inputs).join(", "));
if ("@FAIL@" === "1") { console.log("::error::act-run has no snapshot of @NAME@ (fetch it, or name it in ACT_STUB)"); process.exit(1); }
if (inputs.inlinescript) process.exit(cp.spawnSync("bash", ["-e", "-c", inputs.inlinescript], { stdio: "inherit" }).status ?? 1);
J
}
resolve() { # owner/name[/path]@ref
  local uses=$1 r ref path name dir git_dir commit how note= y main d
  [[ -z ${seen[$uses]:-} ]] || return 0
  seen[$uses]=1
  ref=${uses##*@} path=${uses%@*}
  r=$(cut -d/ -f1-2 <<<"$path") path=$(cut -s -d/ -f3- <<<"$path")
  dir=$run/actions/${r/\//+}@${ref//\//_}
  name=$(find "$mirror" -maxdepth 1 -iname "${r/\//+}" -print -quit 2>/dev/null)
  git_dir=; for d in "$name/repo/.git" "$name/repo"; do [[ -n $name && -e $d/HEAD ]] && { git_dir=$d; break; }; done
  local own=; for d in ${ACT_LOCAL:-}; do [[ ${d%%=*} == "$r" ]] && own=${d#*=}; done
  if [[ -n $own ]]; then how="folder $own"; dir=$own; for y in "$own/$path/action.yml" "$own/$path/action.yaml"; do [[ -f $y ]] && scan "$y"; done
  elif is_stub "$r"; then how=stub; write_stub "$dir" "$r" "$path" 0
  elif [[ -z $git_dir ]]; then how='STUB THAT FAILS (no snapshot)'; missing=1; write_stub "$dir" "$r" "$path" 1
  else
    if ! commit=$(git --git-dir="$git_dir" rev-parse -q --verify "$ref^{commit}" 2>/dev/null); then
      # the snapshot lacks that commit: take its newest release instead, and say so
      note=$(git --git-dir="$git_dir" tag | grep -E '^v?[0-9]+(\.[0-9]+)+$' | sort -V | tail -1)
      commit=$(git --git-dir="$git_dir" rev-parse "${note:-HEAD}^{commit}")
    fi
    how="snapshot ${commit:0:12}${note:+, SUBSTITUTED: $note, the pinned ref is not in the snapshot}"
    if [[ ! -d $dir ]]; then
      mkdir -p "$dir" # a snapshot can lack its largest files: leave those out, then see whether they were needed
      git --git-dir="$git_dir" ls-tree -r "$commit" | awk '{ print $3 }' | git --git-dir="$git_dir" cat-file --batch-check 2>/dev/null | awk '$2 == "missing" { print $1 }' >"$run/.missing" || true
      local out=() f; while IFS= read -r f; do out+=(":(exclude,literal)$f"); done < <(git --git-dir="$git_dir" ls-tree -r "$commit" | awk -F'\t' 'NR == FNR { m[$1]; next } { split($1, a, " "); if (a[3] in m) print $2 }' "$run/.missing" -)
      git --git-dir="$git_dir" archive "$commit" -- . ${out[@]+"${out[@]}"} 2>/dev/null | tar -xf - -C "$dir"
    fi
    for y in "$dir/$path/action.yml" "$dir/$path/action.yaml"; do
      [[ -f $y ]] || continue
      main=$(sed -nE "s/^[[:space:]]*main:[[:space:]]*['\"]?([^'\"#[:space:]]+).*/\1/p" "$y" | head -1)
      case ${r,,} in
        actions/upload-artifact | actions/download-artifact) # act's artifact server refuses today's client, see the notes
          how="own shim (inputs of ${commit:0:12})"; cp "$run/artifact.cjs" "$dir/$path/act-run-shim.cjs"
          sed -i -E "s|^([[:space:]]*main:).*|\1 act-run-shim.cjs|; s|using: *.*|using: node20|" "$y"; echo "${r,,}${path:+/$path}" >"$dir/$path/act-run-shim.name" ;;
        *) [[ -z $main || -f $dir/$path/$main ]] || { how="STUB THAT FAILS (the snapshot lacks $main)"; missing=1; write_stub "$dir" "$r" "$path" 1; } ;;
      esac
    done
    for y in "$dir/$path/action.yml" "$dir/$path/action.yaml"; do [[ -f $y ]] && scan "$y"; done
  fi
  printf '  %-60s %s\n' "$uses" "$how"
  locals+=(--local-repository "$r@$ref=$dir")
}
scan() { # every `uses:` of a file, local ones followed
  local u
  while read -r u; do
    case $u in
      ./*.yml | ./*.yaml) [[ -n ${seen[$u]:-} ]] || { seen[$u]=1; [[ -f $run/ws/$u ]] && scan "$run/ws/$u"; } ;;
      ./*) for y in "$run/ws/$u/action.yml" "$run/ws/$u/action.yaml"; do [[ -f $y ]] && scan "$y"; done ;;
      docker://*) echo "  $u: needs a Docker engine, will fail" ;;
      *@*) resolve "$u" ;;
    esac
  done < <(sed -nE "s/^[[:space:]]*(- +)?['\"]?uses['\"]?:[[:space:]]*['\"]?([^'\"#[:space:]]+).*/\2/p" "$1" | sort -u)
}
echo "act-run: $slug $wf on $event ($ref, ${sha:0:12})"
echo "actions:"
scan "$repo/$wf"

# actions of today declare node24 and act takes the first `node` on PATH; steps get their own from setup-node
major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }
node24=${ACT_NODE:-$(command -v node)}
if [[ $(major "$node24") -lt 24 ]]; then
  for node24 in "${XDG_CACHE_HOME:-$HOME/.cache}"/act-run/node24/node_modules/node-linux-*/bin/node; do [[ -x $node24 ]] && break; done
  if [[ ! -x $node24 ]]; then
    to=${XDG_CACHE_HOME:-$HOME/.cache}/act-run/node24 && mkdir -p "$to"
    npm install --silent --no-save --no-audit --no-fund --prefix "$to" "node-linux-$(node -p process.arch)@24" >/dev/null 2>&1 || true
    node24=$(echo "$to"/node_modules/node-linux-*/bin/node)
  fi
fi
mkdir -p "$run/bin"
if [[ -x $node24 ]]; then ln -s "$node24" "$run/bin/node"; else echo "  note: no node >= 24 here, the actions run on $(node -v)"; fi

# 4. tool cache: the node of the actions, and a fresh virtual environment as "Python", so that setup-* finds them
tools=$run/act-cache/tool_cache arch=$(node -p 'process.arch')
[[ -x $node24 ]] || node24=$(node -p 'process.execPath')
nv=$("$node24" -p 'process.versions.node') && mkdir -p "$tools/node/$nv/$arch/bin" "$tools/node/$nv/$arch/lib"
cp "$node24" "$tools/node/$nv/$arch/bin/node"
nm=$(cd "$(dirname "$(readlink -f "$(command -v npm)")")/.." && pwd) && mkdir -p "$tools/node/$nv/$arch/lib/node_modules" && cp -r "$nm" "$tools/node/$nv/$arch/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$tools/node/$nv/$arch/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$tools/node/$nv/$arch/bin/npx"
touch "$tools/node/$nv/$arch.complete"
if grep -rqs 'setup-python' "$run/ws/.github"; then
  pv=$(python3 -c 'import platform; print(platform.python_version())') && mkdir -p "$tools/Python/$pv"
  python3 -m venv "$tools/Python/$pv/$arch" && touch "$tools/Python/$pv/$arch.complete"
fi

# 5. fake GitHub API, Slack hook and OIDC issuer on loopback
: >"$run/api.jsonl"; : >"$run/stubs.jsonl"
node "$(dirname "${BASH_SOURCE[0]}")/act-run-api.mjs" "$run/api.jsonl" "$run/port" "${ACT_FORK:-0}" "$slug" "$run/raw.jsonl" & api_pid=$!
for _ in $(seq 50); do [[ -s $run/port ]] && break; sleep 0.1; done
api=http://127.0.0.1:$(cat "$run/port")
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# 6. secrets, vars, a home of its own (the package clients' set-up files linked in), a short list of variables
: >"$run/secrets"; : >"$run/vars"
[[ ${ACT_FORK:-0} == 1 || -z ${ACT_SECRETS:-} ]] || cat "$ACT_SECRETS" >"$run/secrets"
[[ -z ${ACT_VARS:-} ]] || cat "$ACT_VARS" >"$run/vars"
[[ ${ACT_FORK:-0} == 1 ]] || grep -q '^SLACK_WEBHOOK_URL=' "$run/secrets" || echo "SLACK_WEBHOOK_URL=$api/slack/hook" >>"$run/secrets"
echo "GITHUB_TOKEN=${ACT_TOKEN:-act-run-token}" >>"$run/secrets"
mkdir -p "$run/home/.config/act"
for f in .npmrc .config/pip .pip .config/uv; do [[ ! -e $HOME/$f ]] || ln -s "$HOME/$f" "$run/home/$f"; done
envs=(HOME="$run/home" PATH="${ACT_BINDIR:+$ACT_BINDIR:}$run/bin:$PATH" LANG=C.UTF-8 TERM=dumb ACT_RUN_API="$api"
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$run/origin.git.insteadOf" GIT_CONFIG_VALUE_0="https://github.com/$slug"
  ACT_RUN_ARTIFACTS="$run/artifacts" ACTIONS_ID_TOKEN_REQUEST_URL="$api/oidc?v=1" ACTIONS_ID_TOKEN_REQUEST_TOKEN=act-run)
while IFS='=' read -r -d '' k v; do
  case $k in PIP_* | UV_* | NPM_CONFIG_* | npm_config_* | SSL_CERT_* | REQUESTS_CA_BUNDLE | NODE_EXTRA_CA_CERTS | CURL_CA_BUNDLE | *_proxy | *_PROXY | GOPROXY | GOSUMDB) envs+=("$k=$v") ;; esac
done < <(env -0)
[[ -d $HOME/.pyenv ]] && envs+=(PYENV_ROOT="$HOME/.pyenv")

# 7. run
flags=("$event" -W "$run/ws/$wf" -e "$run/event.json" --json --concurrent-jobs 1 --no-skip-checkout
  --action-offline-mode --container-daemon-socket - --action-cache-path "$run/act-cache" --defaultbranch main
  --artifact-server-path "$run/artifacts" --artifact-server-addr 127.0.0.1 --artifact-server-port "$(free_port)"
  --cache-server-path "${ACT_CACHE:-$run/cache}" --cache-server-addr 127.0.0.1
  --env-file /dev/null --secret-file "$run/secrets" --var-file "$run/vars" --input-file /dev/null
  --env "GITHUB_API_URL=$api" --env "GITHUB_GRAPHQL_URL=$api/graphql" --env "GITHUB_REPOSITORY=$slug"
  --env "GITHUB_REF=$ref" --env "SHA_REF=$sha" --actor octocat)
for p in ubuntu-latest ubuntu-24.04 ubuntu-22.04 ubuntu-slim self-hosted; do flags+=(-P "$p=-self-hosted"); done
[[ -z ${ACT_JOB:-} ]] || flags+=(-j "$ACT_JOB")
(cd "$run/ws" && env -i "${envs[@]}" "$act" "$event" -W "$run/ws/$wf" --container-daemon-socket - -l) >"$run/list" 2>"$run/list.err" ||
  { grep -v 'docker connection' "$run/list.err" >&2 || true; die "act cannot read $wf"; }
awk 'NR > 1 && $1 ~ /^[0-9]+$/ { print $2 }' "$run/list" >"$run/jobs"
[[ -s $run/jobs ]] || { echo "act-run: no job of $wf is triggered by $event"; exit 3; }
rc=0
(cd "$run/ws" && exec env -i "${envs[@]}" timeout -k 10 "${ACT_TIMEOUT:-900}" "$act" "${flags[@]}" ${locals[@]+"${locals[@]}"}) >"$run/raw.jsonl" 2>&1 || rc=$?

# 8. report
node - "$run" "$log" <<'J' || rc=1
const fs = require('fs'); const [run, log] = process.argv.slice(2);
const read = (f) => fs.readFileSync(`${run}/${f}`, 'utf8').split('\n').filter(Boolean);
const jobs = new Map(read('jobs').map((j) => [j, []])); const text = [], summaries = [], failed = [], failedSteps = [];
for (const line of read('raw.jsonl')) {
  let e; try { e = JSON.parse(line); } catch { text.push(line); continue; }
  text.push(`[${e.jobID ?? '-'}${e.matrix && Object.keys(e.matrix).length ? ' ' + JSON.stringify(e.matrix) : ''}] ${e.raw_output ? '  | ' : ''}${e.msg}`.trimEnd());
  if (e.jobResult) { const k = jobs.has(e.jobID) ? e.jobID : String(e.job); if (!jobs.has(k)) jobs.set(k, []); jobs.get(k).push(e.jobResult + (e.matrix && Object.keys(e.matrix).length ? ` ${JSON.stringify(e.matrix)}` : '')); if (e.jobResult === 'failure') failed.push(k); }
  if (e.stepResult === 'failure') failedSteps.push(`${e.jobID}: ${(e.step ?? e.msg).trim()}`);
  if (e.command === 'summary') summaries.push(`<!-- ${e.jobID} / ${e.step} -->\n${e.content}`);
}
fs.writeFileSync(log, text.join('\n') + '\n'); fs.writeFileSync(`${run}/summary.md`, summaries.join('\n'));
console.log('jobs:'); for (const [k, v] of jobs) console.log(`  ${k.padEnd(34)} ${v.length ? v.join('; ') : 'skipped, or calls a reusable workflow (its jobs are listed by name)'}`);
if (failedSteps.length) console.log('failed steps:\n' + [...new Set(failedSteps)].map((s) => '  ' + s).join('\n'));
const api = read('api.jsonl').map((l) => JSON.parse(l)); if (api.length) console.log('fake API calls:\n' + api.map((a) => `  ${a.method} ${a.path} -> ${a.status}`).join('\n'));
if (fs.existsSync(`${run}/artifacts`)) { const w = (d) => fs.readdirSync(d, { withFileTypes: true }).flatMap((x) => x.isDirectory() ? w(`${d}/${x.name}`) : [`${d}/${x.name}`]); const a = w(`${run}/artifacts`); if (a.length) console.log('artifacts:\n' + a.map((x) => `  ${x} (${fs.statSync(x).size} bytes)`).join('\n')); }
if (summaries.length) console.log(`job summary: ${run}/summary.md (${summaries.length} parts)`);
if (failed.length) process.exit(1);
if (![...jobs.values()].some((v) => v.length)) { console.log('no job ran: ' + text.slice(-3).join(' | ')); process.exit(1); }
J
grep -q 'Failed to connect\|could not resolve\|no such host\|dial tcp' "$log" && echo "note: something tried to reach the network: grep 'dial tcp\|no such host' $log" || true
[[ $missing == 0 ]] || echo "note: at least one action has no snapshot (see the list above)"
echo "log: $log"
[[ $rc == 0 ]] && echo "act-run: GREEN" || { echo "act-run: RED (act exit status $rc)"; exit 1; }
