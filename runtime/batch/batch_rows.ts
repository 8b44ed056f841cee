import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import { RowArray, type RowValues } from "./row_array.ts";
import { allocateRows, type RowsConstructor, wholeNumber } from "./rows.ts";

/**
 * How many records a batch has room for, and how many it holds: what batches of every kind share.
 * Its columns are arrays with one or more elements per record.
 */
export class BatchRows {
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Records in the batch that was begun last. */
  records = 0;
  readonly #columns: RowArray<RowValues>[] = [];
  #disposed = false;

  /**
   * Makes room for `capacity` records, with no columns yet.
   *
   * @throws {UsageError} `"invalid-batch"` when `capacity` isn't a valid batch size.
   */
  constructor(capacity: number) {
    this.capacity = wholeNumber(capacity, "a batch size");
  }

  /**
   * Adds a column of zeros; {@link begin} trims what it shows.
   *
   * @param each elements per record.
   * @throws {UsageError} `"batch-too-large"` when there isn't enough memory.
   */
  column<Values extends RowValues>(Values: RowsConstructor<Values>, each = 1): RowArray<Values> {
    const column = new RowArray(allocateRows(Values, this.capacity * each), each);
    this.#columns.push(column);
    return column;
  }

  /**
   * Begins a batch of `count` records: from now on, every column shows that many.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for;
   *   `"disposed"` after it was disposed of, because its memory may belong to another batch by
   *   then.
   */
  begin(count: number): void {
    if (this.#disposed) throw gone();
    if (count > this.capacity) throw tooMany(count, this.capacity);
    this.records = count;
    const columns = this.#columns;
    for (let column = 0; column < columns.length; column++) columns[column]!.cut(count);
  }

  /**
   * Makes {@link begin} fail from now on. Returns whether this is the first call, so that memory is
   * freed only once.
   */
  dispose(): boolean {
    const isFirst = !this.#disposed;
    this.#disposed = true;
    return isFirst;
  }
}

function gone(): UsageError {
  return new UsageError("Cannot decode into a batch that was disposed of", {
    code: "disposed",
    hint: "allocate another",
  });
}

function tooMany(count: number, capacity: number): UsageError {
  return new UsageError(
    `Cannot decode ${counted(count, "record")} into a batch with room for ${capacity}`,
    {
      code: "batch-too-small",
      found: count,
      wanted: capacity,
    },
  );
}
