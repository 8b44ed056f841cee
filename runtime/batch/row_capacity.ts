import { UsageError } from "../../errors/mod.ts";
import { checkOptions } from "../../errors/check_options.ts";
import { wholeNumber } from "./rows.ts";

/** How far rows are padded, and how much all of them may hold. */
export interface RowCapacityOptions {
  /** What rows are padded to: the batch's longest record, the dataset's, or a multiple. */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /** Samples or frames that all rows may hold together, padding included. */
  readonly maxTotal?: number;
}

const doing = "allocate a batch";

/**
 * How long a batch's rows are, and how many of that length it has room for. Lengths are counted as the
 * batch's kind does, in samples per channel or in frames.
 */
export class RowCapacity {
  /** The longest row, padding included. */
  readonly longest: number;
  /** The most that all rows may hold: rows times their length, padding included. */
  readonly total: number;
  readonly #isFixed: boolean;
  readonly #multiple: number;
  readonly #unit: "sample" | "frame";

  /**
   * Room for `capacity` records of up to `longest`, or for what `maxTotal` says, if that is less.
   *
   * @throws {UsageError} `"invalid-option"` or `"invalid-batch"` for options that can't be;
   *   `"contradiction"` for a `maxTotal` of rows that are all as long as the longest.
   */
  constructor(
    { padTo = "dataset", maxTotal }: RowCapacityOptions,
    { capacity, longest, unit }: {
      readonly capacity: number;
      readonly longest: number;
      readonly unit: "sample" | "frame";
    },
  ) {
    if (typeof padTo !== "object") {
      checkOptions({ padTo }, { doing, known: { padTo: ["batch", "dataset"] } });
    }
    this.#isFixed = padTo === "dataset";
    this.#multiple = typeof padTo === "object" ? wholeNumber(padTo.multipleOf, "multipleOf", 1) : 1;
    this.#unit = unit;
    this.longest = Math.ceil(longest / this.#multiple) * this.#multiple;
    const whole = capacity * this.longest;
    this.total = maxTotal === undefined
      ? whole
      : Math.min(whole, wholeNumber(maxTotal, "maxTotal"));
    if (maxTotal !== undefined && this.#isFixed) throw contradiction(maxTotal);
  }

  /** The length of the rows of a batch whose longest record has `longest`. */
  rowLength(longest: number): number {
    return this.#isFixed ? this.longest : Math.ceil(longest / this.#multiple) * this.#multiple;
  }

  /** What makes a batch smaller that there is no memory for; `longest` is the option for its rows. */
  hint(longest: string): string {
    return `pass a smaller ${longest}${this.#isFixed ? "" : " or maxTotal"}`;
  }

  /** @throws {UsageError} `"batch-too-small"` unless `records` rows of that length fit. */
  check(records: number, rowLength: number): void {
    const found = records * rowLength;
    if (found <= this.total) return;
    throw new UsageError(
      `Cannot decode ${records} records as rows of ${rowLength} ${this.#unit}s, ${found} together, ` +
        `into a batch for ${this.total}`,
      {
        code: "batch-too-small",
        found,
        wanted: this.total,
        hint: `allocate it with maxTotal: ${found}, or decode fewer records at once`,
      },
    );
  }
}

function contradiction(maxTotal: number): UsageError {
  return new UsageError(
    `Cannot ${doing} by its total: rows padded to the dataset's longest record take as much whatever ` +
      "they hold",
    {
      code: "contradiction",
      found: maxTotal,
      hint: 'pass padTo: "batch" or a multiple beside maxTotal',
    },
  );
}
