import { PipelineError } from "@churn/contracts";
import { brokenParquet, parquetColumns } from "./parquet-columns.ts";
import { sqlString } from "./sql.ts";
import type { Tables } from "./tables.ts";

/** Rows of a Parquet row group, the unit in which features are read. */
export const BLOCK_ROWS = 65_536;
/** A table to keep stays in memory once it was read, if it has at most so many blocks. */
const KEPT_BLOCKS = 16;

/** Features of shape [rows * width], row by row, and labels of shape [rows]; others may read them too. */
export type Block = { readonly rows: number; readonly x: Float32Array; readonly y: Float32Array };

/** Features of shape [rows * width] in, scores of shape [rows] out. */
export type Scorer = { readonly width: number; predict(x: Float32Array): Float32Array };

/** A Parquet file of features with the label as its last column, read block by block. */
export class FeatureTable {
  readonly #tables: Tables;
  readonly #path: string;
  readonly rows: number;
  readonly names: readonly string[];
  readonly #kept: Map<number, Block> | undefined;

  private constructor(tables: Tables, path: string, rows: number, names: readonly string[], keep: boolean) {
    this.#tables = tables;
    this.#path = path;
    this.rows = rows;
    this.names = names;
    this.#kept = keep && this.blocks <= KEPT_BLOCKS ? new Map() : undefined;
  }

  /**
   * @param options - keep: it will be read more than once
   * @throws PipelineError ARTIFACT_INVALID when the file is cut short or something else
   */
  static async open(tables: Tables, path: string, { keep = false } = {}): Promise<FeatureTable> {
    const columns = await parquetColumns(tables, path);
    const other = [...columns].find(([, type]) => type !== "FLOAT");
    if (other) throw brokenParquet(path, `its column ${other[0]} is ${other[1]}, a feature is FLOAT`);
    const source = `read_parquet(${sqlString(path)})`;
    const [count] = await tables.rows<{ rows: number }>(`select count(*)::integer as rows from ${source}`);
    return new FeatureTable(tables, path, count?.rows ?? 0, [...columns.keys()].slice(0, -1), keep);
  }

  get width(): number {
    return this.names.length;
  }

  get blocks(): number {
    return Math.ceil(this.rows / BLOCK_ROWS);
  }

  async block(index: number): Promise<Block> {
    const kept = this.#kept?.get(index);
    if (kept) return kept;
    const block = await this.#read(index);
    this.#kept?.set(index, block);
    return block;
  }

  async #read(index: number): Promise<Block> {
    const { width } = this;
    const start = index * BLOCK_ROWS;
    const rows = Math.min(BLOCK_ROWS, this.rows - start);
    const x = new Float32Array(rows * width);
    const y = new Float32Array(rows);
    try {
      await this.#fill(x, y, start);
    } catch (cause) {
      throw brokenParquet(this.#path, "it is damaged inside", cause);
    }
    return { rows, x, y };
  }

  async #fill(x: Float32Array, y: Float32Array, start: number): Promise<void> {
    const { width } = this;
    let row = 0;
    for await (const columns of this.#tables.stream<Float32Array>(
      `select * exclude (file_row_number) from read_parquet(${sqlString(this.#path)}, file_row_number = true)
       where file_row_number >= ${start} and file_row_number < ${start + y.length}`,
    )) {
      y.set(columns[width] as Float32Array, row);
      for (let column = 0; column < width; column++) {
        const values = columns[column] as Float32Array;
        for (let i = 0; i < values.length; i++) x[(row + i) * width + column] = values[i]!;
      }
      row += columns[width]!.length;
    }
  }

  /**
   * Labels and scores of every row; only these are held.
   *
   * @throws PipelineError ARTIFACT_INVALID when the model takes another number of features
   */
  async score(model: Scorer): Promise<{ yTrue: Float32Array; yScore: Float32Array }> {
    if (model.width !== this.width) {
      throw new PipelineError("ARTIFACT_INVALID", {
        what: `the model takes ${model.width} features, ${this.#path} has ${this.width}`,
        where: this.#path,
        fix: "run `npx dvc repro`, which makes both anew",
      });
    }
    const yTrue = new Float32Array(this.rows);
    const yScore = new Float32Array(this.rows);
    let row = 0;
    for await (const block of this) {
      yTrue.set(block.y, row);
      yScore.set(model.predict(block.x), row);
      row += block.rows;
    }
    return { yTrue, yScore };
  }

  /** Every block in the order of the file. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Block> {
    for (let index = 0; index < this.blocks; index++) yield this.block(index);
  }
}
