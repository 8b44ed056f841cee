import { UsageError } from "../../errors/mod.ts";
import type { Indices } from "../container/indices.ts";
import { BatchRows } from "./batch_rows.ts";
import { checkWindows, longestOption, type RowUnit, type WindowCapacity } from "./check_windows.ts";
import type { RowArray } from "./row_array.ts";
import { RowCapacity, type RowCapacityOptions } from "./row_capacity.ts";
import { allocateRows, wholeNumber } from "./rows.ts";

/** How long the rows of a batch are, and what happens to longer records. */
export interface RowPlanOptions extends RowCapacityOptions {
  /** What happens to records longer than the batch's rows; `"error"` by default. */
  readonly onLonger?: "error" | "crop";
}

/** The size of a plan. */
export interface RowPlanFacts {
  /** Records to make room for. */
  readonly capacity: number;
  /** The longest record to make room for. */
  readonly longest: number;
  /** What lengths are counted in. */
  readonly unit: RowUnit;
}

/** A record that is longer than a batch's rows. */
export interface LongRecord {
  /** Its file. */
  readonly file: string;
  /** Its field. */
  readonly field: string;
  /** Its index. */
  readonly record: number;
  /** Its length in samples or frames. */
  readonly length: number;
}

/**
 * The plan of a batch of padded rows: which records go into it, where they lie in the file, and how
 * much of each is kept. A field begins the plan, sets one element of {@link indices},
 * {@link positions} and {@link lengths} per record, and ends it; then the batch's rows are decoded.
 */
export class RowPlan extends BatchRows {
  /** The longest record that the batch has room for, in samples or frames. */
  readonly maxLength: number;
  /** Whether longer records are cropped instead of refused. */
  readonly crop: boolean;
  /** Samples or frames that all rows may hold in total, including padding. */
  readonly maxTotal: number;
  /** Where each record's bytes begin in the file. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** The record of each row; the array has the batch's full capacity. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /**
   * How much of each record is kept, in samples or frames; the array has the batch's full capacity.
   */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /**
   * The length that each row of the plan is padded to; before the first plan, the largest possible.
   */
  rowLength: number;
  readonly #indices: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #lengths: RowArray<Uint32Array<ArrayBuffer>>;
  readonly #capacity: RowCapacity;
  readonly #windows: WindowCapacity;

  /**
   * Makes an empty plan.
   *
   * @throws {UsageError} `"invalid-option"` or `"invalid-batch"` for invalid options;
   *   `"contradiction"` for a `maxTotal` when all rows are padded to the longest;
   *   `"batch-too-large"` when there isn't enough memory for the plan.
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

  /** {@link indices}, trimmed to the records in use. */
  get shownIndices(): Uint32Array<ArrayBuffer> {
    return this.#indices.shown;
  }

  /** {@link lengths}, trimmed to the records in use. */
  get shownLengths(): Uint32Array<ArrayBuffer> {
    return this.#lengths.shown;
  }

  /**
   * Ends a plan that keeps at most `longest` of any record: sets the row length.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    const rowLength = this.#capacity.rowLength(longest);
    this.#capacity.check(this.records, rowLength);
    this.rowLength = rowLength;
  }

  /**
   * Begins a plan for windows of `count` samples or frames, one per record, and sets the row
   * length.
   *
   * @throws {UsageError} when the number of starts isn't the number of records, a window is
   *   invalid, or windows are more or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    checkWindows(indices, starts, count, this.#windows);
    this.begin(indices.length);
    this.#capacity.check(indices.length, count);
    this.rowLength = count;
  }

  /** A hint for when there isn't enough memory for the batch. */
  get hint(): string {
    return this.#capacity.hint(longestOption[this.#windows.unit]);
  }

  /** The error for a record that is longer than the batch has room for. */
  tooLong({ file, field, record, length }: LongRecord): UsageError {
    const { most, unit } = this.#windows;
    return new UsageError(
      `Cannot decode "${field}" of record ${record} in "${file}": it has ${length} ${unit}s, ` +
        `but the batch has room for ${most}`,
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
