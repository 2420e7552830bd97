import type { SignatureInput } from "@churn/contracts";
import type { ServedModel } from "../served-model.ts";

/** A page with a form for one customer, a field for each input, filled in for a customer in the middle. */
export function scorePage({ facts: { version, modelDigest }, bundle: { signature, middle } }: ServedModel): string {
  const { dataset, inputs } = signature;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Will this customer leave?</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/score-page.css">
<script type="module" src="/page/score-page.js"></script>
</head>
<body>
<main>
<header>
<h1>Will this customer leave?</h1>
<p>Version ${version} of the model for <b>${escapeHtml(dataset)}</b>, <code>${modelDigest.slice(0, 12)}</code>. <a href="/model">Its card and lineage</a>, <a href="/docs">the interface</a>.</p>
</header>
<form id="customer" novalidate>
${inputs.map((input, i) => field(input, `input-${i + 1}`, String(middle[input.name] ?? ""))).join("\n")}
<p class="send"><button>Score this customer</button></p>
</form>
<section id="answer" role="status" aria-live="polite" tabindex="-1"><p class="hint">The form is filled in for a customer in the middle. Change what you know and press the button.</p></section>
<noscript><p>This page needs JavaScript; <code>POST /score</code> does not.</p></noscript>
</main>
</body>
</html>
`;
}

function field(input: SignatureInput, id: string, value: string): string {
  const { name, missing } = input;
  return `<div class="field" data-input="${escapeHtml(name)}" data-type="${input.type}">
<label for="${id}">${escapeHtml(labelOf(input))}</label>
${control(input, id, value)}
${missing === undefined ? "" : `<label class="missing"><input type="checkbox" data-missing="${escapeHtml(missing)}"> ${escapeHtml(missing)}</label>`}
<p class="hint" id="${id}-hint"><code>${escapeHtml(name)}</code>${hint(input)}</p>
<p class="fault" id="${id}-fault" hidden></p>
</div>`;
}

function control({ name, type, range, categories }: SignatureInput, id: string, value: string): string {
  const shared = `id="${id}" name="${escapeHtml(name)}" aria-describedby="${id}-hint ${id}-fault"`;
  const option = (text: string, code = text) =>
    `<option value="${escapeHtml(code)}"${code === value ? " selected" : ""}>${escapeHtml(text)}</option>`;
  if (type === "category")
    return `<select ${shared}>${(categories ?? []).map((name) => option(name)).join("")}</select>`;
  if (type === "flag") return `<select ${shared}>${option("no", "0")}${option("yes", "1")}</select>`;
  const bounds = range ? ` min="${range[0]}" max="${range[1]}"` : "";
  return `<input type="number" ${shared}${bounds} step="${type === "integer" ? 1 : "any"}" value="${escapeHtml(value)}">`;
}

function hint({ type, unit, range }: SignatureInput): string {
  const parts = [...(unit ? [unit] : []), ...(range ? [`${range[0]} to ${range[1]}`] : [])];
  return type === "category" || type === "flag" || parts.length === 0 ? "" : `, ${escapeHtml(parts.join(", "))}`;
}

/** A flag is described by what 1 means: `1: called support`. */
function labelOf({ type, description }: SignatureInput): string {
  const text = type === "flag" ? description.replace(/^1: /, "") : description;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
