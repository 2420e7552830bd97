/** Text that is HTML already. */
export type Html = { readonly text: string };
type Part = string | number | Html | readonly Html[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] as string);

/** A template whose values are escaped, as what a table or a request holds comes from outside. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { text: strings.reduce((text, string, i) => `${text}${textOf(parts[i - 1] as Part)}${string}`) };
}

function textOf(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "text" in part ? part.text : part.map(({ text }) => text).join("");
}
