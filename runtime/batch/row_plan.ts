import { UsageError } from "../../errors/mod.ts";
import type { Indices } from "../container/indices.ts";
import { BatchRows } from "./batch_rows.ts";
import { checkWindows, longestOption, type RowUnit, type WindowCapacity } from "./check_windows.ts";
import type { RowArray } from "./row_array.ts";
import { RowCapacity, type RowCapacityOptions } from "./row_capacity.ts";
import { allocateRows, wholeNumber } from "./rows.ts";

/** How long the rows of a batch are, and what becomes of records that are longer. */
export interface RowPlanOptions extends RowCapacityOptions {
  /** What becomes of records longer than the batch's rows; default `"error"`. */
  readonly onLonger?: "error" | "crop";
}

/** How large a plan is. */
export interface RowPlanFacts {
  /** Records to have room for. */
  readonly capacity: number;
  /** The longest record to have room for. */
  readonly longest: number;
  /** What lengths are counted in. */
  readonly unit: RowUnit;
}

/** A record that is longer than a batch's rows. */
export interface LongRecord {
  /** The file that it is in. */
  readonly file: string;
  /** The field that it is of. */
  readonly field: string;
  /** Its index. */
  readonly record: number;
  /** Its samples or frames. */
  readonly length: number;
}

/**
 * The plan of a batch of padded rows: which records go to it, where they lie in the file, and how much
 * of each is kept. A field begins it, fills a place of {@link indices}, {@link positions} and
 * {@link lengths} for each record, and ends it; then the batch's rows are decoded.
 */
export class RowPlan extends BatchRows {
  /** The longest record that the batch holds, in samples or frames. */
  readonly maxLength: number;
  /** Whether longer records are cropped instead of refused. */
  readonly crop: boolean;
  /** Samples or frames that all rows may hold together, padding included. */
  readonly maxTotal: number;
  /** Where each record's bytes begin in the file. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** The records, row by row, with room for all that the batch holds. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** What is kept of each record, in samples or frames, with room for all that the batch holds. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** What each row of the plan is padded to; before the first plan, of the largest. */
  rowLength: number;
  readonly #indices: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #lengths: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #capacity: RowCapacity;
  readonly #windows: WindowCapacity;

  /**
   * Plans nothing yet.
   *
   * @throws {UsageError} `"invalid-option"` or `"invalid-batch"` for options that can't be;
   *   `"contradiction"` for a `maxTotal` of rows that are all as long as the longest;
   *   `"batch-too-large"` when there is no memory for the plan.
   */
  constructor(options: RowPlanOptions, { capacity, longest, unit }: RowPlanFacts) {
    super(capacity);
    this.maxLength = wholeNumber(longest, longestOption[unit]);
    this.crop = options.onLonger === "crop";
    this.#capacity = new RowCapacity(options, { capacity, longest, unit });
    this.#windows = { most: longest, unit };
    this.maxTotal = this.#capacity.total;
    this.rowLength = this.#capacity.longest;
    this.#lengths = this.column(Uint32Array);
    this.#indices = this.column(Uint32Array);
    this.lengths = this.#lengths.shown;
    this.indices = this.#indices.shown;
    this.positions = allocateRows(Float64Array, capacity);
  }

  /** {@link indices}, cut to the records there are. */
  get shownIndices(): Uint32Array<ArrayBuffer> {
    return this.#indices.shown;
  }

  /** {@link lengths}, cut to the records there are. */
  get shownLengths(): Uint32Array<ArrayBuffer> {
    return this.#lengths.shown;
  }

  /**
   * Ends a plan whose longest record has `longest`, as much as is kept of it: sets the rows' length.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    const rowLength = this.#capacity.rowLength(longest);
    this.#capacity.check(this.records, rowLength);
    this.rowLength = rowLength;
  }

  /**
   * Begins a plan for windows of `count` samples or frames, one of each record, and sets the rows'
   * length.
   *
   * @throws {UsageError} when the windows aren't as many as the records, aren't windows, or are more
   *   or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    checkWindows(indices, starts, count, this.#windows);
    this.begin(indices.length);
    this.#capacity.check(indices.length, count);
    this.rowLength = count;
  }

  /** What makes a batch smaller that there is no memory for. */
  get hint(): string {
    return this.#capacity.hint(longestOption[this.#windows.unit]);
  }

  /** The error for a record that is longer than the batch has room for. */
  tooLong({ file, field, record, length }: LongRecord): UsageError {
    const { most, unit } = this.#windows;
    return new UsageError(
      `Cannot decode "${field}" of record ${record} in "${file}": it has ${length} ${unit}s, ` +
        `the batch holds ${most}`,
      {
        code: "longer-than-batch",
        file,
        field,
        record,
        found: length,
        wanted: most,
        hint: `allocate it with a larger ${longestOption[unit]}, or with onLonger: "crop"`,
      },
    );
  }
}
