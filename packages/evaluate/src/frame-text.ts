import { DataFrame } from "danfojs-node";

/** Rows as a table for people, without lines between them. */
export function frameText(rows: readonly object[], index: readonly string[]): string {
  const frame = new DataFrame([...rows], {
    index: [...index],
    config: { tableMaxRow: rows.length, tableDisplayConfig: PLAIN_TABLE },
  });
  return frame.toString().trimEnd();
}

const PLAIN_TABLE = {
  columns: {},
  columnDefault: { paddingLeft: 0, paddingRight: 2 },
  border: { bodyLeft: "  ", bodyRight: "", bodyJoin: "" },
  drawHorizontalLine: () => false,
};
