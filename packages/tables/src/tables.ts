import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBVector,
  FLOAT,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";

export type NumberArray = Float32Array | Float64Array | Int32Array;
/** A column to append; `days` are dates, counted from 1970-01-01. */
export type ColumnValues = Float32Array | Float64Array | Int32Array | readonly string[] | { readonly days: Int32Array };

const CHUNK_ROWS = 2048;
/** With DuckDB's own megabyte the readers of a file wait for each other: a third more CPU time. */
const STREAM_BUFFER = "16MB";

/** DuckDB behind a few verbs. */
export class Tables {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Opens a database in memory for the time that `use` takes. */
  static inMemory<T>(use: (tables: Tables) => Promise<T>): Promise<T> {
    return Tables.#with({}, use);
  }

  /** Opens a database that is spilled, where it is larger than memory, to a folder of its own inside `folder`. */
  static async spilling<T>(folder: string, use: (tables: Tables) => Promise<T>): Promise<T> {
    const work = await mkdtemp(join(folder, "work-"));
    try {
      return await Tables.#with({ temp_directory: work }, use);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  static async #with<T>(options: Record<string, string>, use: (tables: Tables) => Promise<T>): Promise<T> {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: "1GB",
      autoinstall_known_extensions: "false",
      ...options,
    });
    const tables = new Tables(instance, await instance.connect());
    try {
      return await use(tables);
    } finally {
      tables.#connection.closeSync();
      tables.#instance.closeSync();
    }
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  /** Rows as JSON objects, 64-bit integers and decimals as strings: for results that fit a screen. */
  async rows<T = Record<string, unknown>>(sql: string): Promise<T[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRowObjectsJson() as T[];
  }

  /**
   * The columns of a query, up to 2,048 rows at a time; the arrays are copies and stay valid. It has a connection of its
   * own: DuckDB ends a stream, without a word, at whatever else its connection is asked to do, such as an append.
   *
   * @param sql - every column a FLOAT, DOUBLE, INTEGER or DATE without NULL
   */
  async *stream<A extends NumberArray = Float64Array>(sql: string): AsyncGenerator<A[]> {
    const connection = await this.#instance.connect();
    try {
      await connection.run(`set streaming_buffer_size = '${STREAM_BUFFER}'`);
      const result = await connection.stream(sql);
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        const { rowCount } = chunk;
        yield Array.from({ length: chunk.columnCount }, (_, i) => {
          return items(chunk as DuckDBDataChunk, i).slice(0, rowCount) as A;
        });
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Appends whole columns, in the order of the table's own, from as many batches as come. */
  async append(table: string, batches: AsyncIterable<ColumnValues[]> | Iterable<ColumnValues[]>): Promise<void> {
    const appender = await this.#connection.createAppender(table);
    for await (const columns of batches) {
      const rows = lengthOf(columns[0] as ColumnValues);
      for (let start = 0; start < rows; start += CHUNK_ROWS) {
        appender.appendDataChunk(chunkOf(columns, start, Math.min(rows, start + CHUNK_ROWS)));
      }
    }
    appender.flushSync();
    appender.closeSync();
  }
}

function chunkOf(columns: ColumnValues[], start: number, end: number): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(columns.map(typeOf), end - start);
  columns.forEach((column, i) => {
    const vector = chunk.getColumnVector(i);
    if (Array.isArray(column)) {
      for (let row = start; row < end; row++) vector.setItem(row - start, column[row]);
    } else {
      items(chunk, i).set(arrayOf(column as Exclude<ColumnValues, readonly string[]>).subarray(start, end));
    }
    vector.flush();
  });
  return chunk;
}

/** The vector's own memory: DuckDB's client has no other way to hand over a column without a call per value. */
function items(chunk: DuckDBDataChunk, column: number): NumberArray {
  return (chunk.getColumnVector(column) as DuckDBVector & { items: NumberArray }).items;
}

const arrayOf = (column: NumberArray | { days: Int32Array }) => ("days" in column ? column.days : column);
const lengthOf = (column: ColumnValues) => ("days" in column ? column.days.length : column.length);

function typeOf(column: ColumnValues): DuckDBType {
  if (column instanceof Float32Array) return FLOAT;
  if (column instanceof Float64Array) return DOUBLE;
  if (column instanceof Int32Array) return INTEGER;
  return "days" in column ? DATE : VARCHAR;
}
