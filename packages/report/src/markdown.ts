import { markdownTable } from "markdown-table";

/** All but the first column are aligned to the right; a `|` or a line's end in a cell does not end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const safe = (cells: readonly string[]) => cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "));
  return markdownTable([head, ...rows].map(safe), {
    align: head.map((_, at) => (at === 0 ? "l" : "r")),
    padding: true,
  });
}

/** What is long and rarely read, to be opened by a click. */
export const details = (title: string, text: string): string =>
  `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;

/** Lines of a program, which are no Markdown. */
export const block = (text: string): string => `~~~text\n${text.replaceAll("~~~", "~ ~ ~")}\n~~~`;

/** Four digits, or a dash for what could not be computed. */
export const score = (value: number | null | undefined): string => (value == null ? "–" : value.toFixed(4));
export const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
export const count = (value: number): string => value.toLocaleString("en-US");
