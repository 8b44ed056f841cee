import { counted } from "../../errors/counted.ts";
import { UsageError } from "../../errors/mod.ts";
import { checkOptions } from "../../errors/check_options.ts";
import { wholeNumber } from "./rows.ts";

/** How far rows are padded, and how much they may hold in total. */
export interface RowCapacityOptions {
  /**
   * What rows are padded to: the batch's longest record, the dataset's longest record, or a
   * multiple of a length.
   */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /** Samples or frames that all rows may hold in total, including padding. */
  readonly maxTotal?: number;
}

const doing = "allocate a batch";

/**
 * How long a batch's rows are, and how many of that length it has room for. Lengths are in the unit
 * of the batch's kind: samples per channel, or frames.
 */
export class RowCapacity {
  /** The longest row, including padding. */
  readonly longest: number;
  /** The most that all rows may hold: rows times row length, including padding. */
  readonly total: number;
  readonly #isFixed: boolean;
  readonly #multiple: number;
  readonly #unit: "sample" | "frame";

  /**
   * Plans room for `capacity` records of up to `longest` each, or for `maxTotal` in total if that
   * is less.
   *
   * @throws {UsageError} `"invalid-option"` or `"invalid-batch"` for invalid options;
   *   `"contradiction"` for a `maxTotal` when all rows are padded to the longest.
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

  /** The row length of a batch whose longest record has length `longest`. */
  rowLength(longest: number): number {
    return this.#isFixed ? this.longest : Math.ceil(longest / this.#multiple) * this.#multiple;
  }

  /**
   * A hint for when there isn't enough memory for a batch; `longest` names the option for its row
   * length.
   */
  hint(longest: string): string {
    return `pass a smaller ${longest}${this.#isFixed ? "" : " or maxTotal"}`;
  }

  /** @throws {UsageError} `"batch-too-small"` unless `records` rows of that length fit. */
  check(records: number, rowLength: number): void {
    const found = records * rowLength;
    if (found <= this.total) return;
    throw new UsageError(
      `Cannot decode ${
        counted(records, "record")
      } as rows of ${rowLength} ${this.#unit}s: they take ${found} in ` +
        `total, but the batch has room for ${this.total}`,
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
    `Cannot ${doing} with maxTotal: rows padded to the dataset's longest record take the same space ` +
      "whatever they hold",
    {
      code: "contradiction",
      found: maxTotal,
      hint: 'pass padTo: "batch" or a multiple along with maxTotal',
    },
  );
}
