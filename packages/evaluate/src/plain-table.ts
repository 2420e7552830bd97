import { getBorderCharacters, table } from "table";

/** Rows as a table for people, without lines between them; all but the first column are aligned to the right. */
export const plainTable = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  table([head, ...rows], {
    columnDefault: { alignment: "right" },
    columns: [{ alignment: "left" }],
    border: getBorderCharacters("void"),
    drawHorizontalLine: () => false,
  }).trimEnd();
