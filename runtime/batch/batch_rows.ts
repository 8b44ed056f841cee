import { UsageError } from "../../errors/mod.ts";
import { RowArray, type RowValues } from "./row_array.ts";
import { allocateRows, type RowsConstructor, wholeNumber } from "./rows.ts";

/**
 * How many records a batch has room for, and how many it holds: what batches of every kind share. Its
 * columns are arrays with an element, or a few, for each record.
 */
export class BatchRows {
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Records of what was begun last. */
  records = 0;
  readonly #columns: RowArray<RowValues>[] = [];
  #disposed = false;

  /**
   * Has room for `capacity` records, and no column yet.
   *
   * @throws {UsageError} `"invalid-batch"` when `capacity` isn't a batch size.
   */
  constructor(capacity: number) {
    this.capacity = wholeNumber(capacity, "a batch size");
  }

  /**
   * Adds a column of zeros; {@link begin} cuts what it shows.
   *
   * @param each elements of a record.
   * @throws {UsageError} `"batch-too-large"` when there is no memory for it.
   */
  column<Values extends RowValues>(Values: RowsConstructor<Values>, each = 1): RowArray<Values> {
    const column = new RowArray(allocateRows(Values, this.capacity * each), each);
    this.#columns.push(column);
    return column;
  }

  /**
   * Begins with `count` records: every column shows as many from now on.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for;
   *   `"disposed"` when its memory may be another batch's by now.
   */
  begin(count: number): void {
    if (this.#disposed) throw gone();
    if (count > this.capacity) throw tooMany(count, this.capacity);
    this.records = count;
    const columns = this.#columns;
    for (let column = 0; column < columns.length; column++) columns[column]!.cut(count);
  }

  /** Refuses to begin from now on; whether this was the first time, so that memory is given back once. */
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
  return new UsageError(`Cannot decode ${count} records into a batch for ${capacity}`, {
    code: "batch-too-small",
    found: count,
    wanted: capacity,
  });
}
