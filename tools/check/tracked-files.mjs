import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "../process/run.mjs";

const MAX_TABLE_BYTES = 200_000;
const MAX_READ_BYTES = 50_000_000;
const LEFT_OUT = new Set(["node_modules", ".git", ".venv", ".turbo", "artifacts", "models", "data", "registry"]);

const WEIGHTS = /\.(bin|h5|hdf5|keras|onnx|pb|pt|pth|ckpt|safetensors|tflite|pkl|pickle|joblib|npz)$/i;
const TABLE = /\.(csv|tsv|parquet|jsonl|ndjson|xlsx?|feather|arrow|npy|duckdb|sqlite3?|db)(\.(gz|zst|zip))?$/i;
const ENV_FILE = /^\.env(\..+)?$/;
const EXAMPLE = /\.(example|sample|template)$/;

const KEYS = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ["an AWS access key id", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})\b/],
  ["an Azure storage key", /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}=*/],
  ["an Azure shared access signature", /[?&]sig=[A-Za-z0-9%+/]{40,}/],
  ["a Google API key", /\bAIza[0-9A-Za-z_-]{35}\b/],
  ["a Slack token", /\bxox[abprs]-[0-9A-Za-z-]{20,}/],
  ["a Databricks token", /\bdapi[0-9a-f]{32}\b/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{36}\b/],
];

/** What git tracks and should not: a line each, with where it belongs. */
export async function misplacedFiles(root) {
  const files = await trackedFiles(root);
  return files.flatMap((path) => {
    const complaint = complaintAbout(root, path);
    return complaint ? [`${path}: ${complaint}`] : [];
  });
}

async function trackedFiles(root) {
  const { code, output } = await run("git", ["ls-files", "-z"], { cwd: root, quiet: true });
  const files = code === 0 ? output.split("\0").filter(Boolean) : filesIn(root, "");
  return files.filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
}

function filesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return LEFT_OUT.has(path) || entry.name === "node_modules" ? [] : filesIn(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function complaintAbout(root, path) {
  const name = basename(path);
  const { size } = statSync(join(root, path));
  if (ENV_FILE.test(name) && !EXAMPLE.test(name))
    return "settings of one machine, maybe secrets: git-ignore it, and keep secrets in a secret store";
  if (WEIGHTS.test(name)) return "model weights: they belong to the registry (`npm run register`)";
  if (TABLE.test(name) && size > MAX_TABLE_BYTES)
    return `a table of ${Math.round(size / 1000)} kB: it belongs to DVC (\`npx dvc add\`)`;
  if (size > MAX_READ_BYTES) return undefined;
  const text = readFileSync(join(root, path), "utf8");
  if (name.endsWith(".json") && text.includes('"weightsManifest"'))
    return "a saved network: it belongs to the registry (`npm run register`)";
  const key = KEYS.find(([, pattern]) => pattern.test(text))?.[0];
  return key && `${key}: it belongs to a secret store; take it back where it was issued, it is in the history now`;
}
