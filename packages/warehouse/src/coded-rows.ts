import type { ColumnValues } from "@churn/tables";

/** A whole number, a date as days since 1970-01-01, or the place of one of these words. */
type Coding = "integer" | "day" | readonly string[];

/** Rows of a table with at most six columns, kept as whole numbers; the newest can be taken back. */
export class CodedRows {
  #length = 0;
  #marked = 0;
  #capacity = 1024;
  readonly #codings: readonly Coding[];
  readonly #columns: Int32Array[];

  constructor(codings: readonly Coding[]) {
    this.#codings = codings;
    this.#columns = codings.map(() => new Int32Array(this.#capacity));
  }

  add(a: number, b: number, c: number, d = 0, e = 0, f = 0): void {
    if (this.#length === this.#capacity) this.#grow();
    const columns = this.#columns;
    const row = this.#length++;
    columns[0]![row] = a;
    columns[1]![row] = b;
    columns[2]![row] = c;
    if (columns.length === 3) return;
    columns[3]![row] = d;
    columns[4]![row] = e;
    columns[5]![row] = f;
  }

  mark(): void {
    this.#marked = this.#length;
  }

  backToMark(): void {
    this.#length = this.#marked;
  }

  /** Hands the rows over, column by column, and is empty again. */
  take(): ColumnValues[] {
    const length = this.#length;
    this.#length = 0;
    return this.#columns.map((column, i) => {
      const coding = this.#codings[i]!;
      if (coding === "integer") return column.slice(0, length);
      if (coding === "day") return { days: column.slice(0, length) };
      return Array.from({ length }, (_, row) => coding[column[row]!]!);
    });
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#columns.forEach((column, i) => {
      const wider = new Int32Array(this.#capacity);
      wider.set(column);
      this.#columns[i] = wider;
    });
  }
}
