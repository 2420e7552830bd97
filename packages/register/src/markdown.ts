/** A table in Markdown; a `|` in a cell is kept from ending it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const count = (value: number): string => value.toLocaleString("en-US");
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Four digits, or a dash for a value that could not be computed. */
export const score = (value: number | null): string => (value === null ? "–" : value.toFixed(4));
